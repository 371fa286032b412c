import { workerData } from 'node:worker_threads'
import { serve } from './serve.ts'
import { startWriter } from './writer.ts'

serve(() => startWriter(workerData))
