import { workerData } from 'node:worker_threads'
import { startReader } from './reader.ts'
import { serve } from './serve.ts'

serve(() => startReader(workerData))
