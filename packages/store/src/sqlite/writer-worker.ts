import { serveWriter } from './serve-writer.ts'

serveWriter()
