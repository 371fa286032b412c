import { workerData } from 'node:worker_threads'
import type { Books } from './books.ts'
import { type Acts, serve } from './serve.ts'
import { startWriter } from './writer.ts'

/**
 * Be the thread that writes.
 *
 * @param more acts of whoever starts it, each with a transaction around it: what they decide upon is what they write upon, and one
 *   that throws has changed nothing
 */
export function serveWriter(more: (books: Books) => Acts = () => ({})): void {
  serve(() => startWriter(workerData, more))
}
