import { Worker } from 'node:worker_threads'
import { type Answer, type Call, type Close, type Started, unpackFailure } from './calls.ts'
import { unavailable } from './failures.ts'
import type { Acts } from './serve.ts'
import { trust } from './trust.ts'

/** A worker as its owner sees it. */
export type StoreWorker<Known extends Acts> = {
  /** Asked for in order, answered in order. @throws CurfewError `store-unavailable`: the worker is dead or closed */
  ask<Name extends keyof Known & string>(
    name: Name,
    ...words: Parameters<Known[Name]>
  ): Promise<ReturnType<Known[Name]>>
  /** How often it has answered, failures included. */
  readonly answered: number
  /** Let it finish what was asked, and end. */
  close(): Promise<void>
}

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (error: unknown) => void }

/**
 * Start a worker and wait until it works. It keeps the process alive only while something is asked of it.
 *
 * @param file calls `serve` with acts of type `Known`
 * @throws what it could not start for
 */
export async function startWorker<Known extends Acts>(file: URL, workerData: unknown): Promise<StoreWorker<Known>> {
  const worker = new Worker(file, { workerData, execArgv: [] })
  const waiting = new Map<number, Waiting>()
  let calls = 0
  let answered = 0
  let death: Error | undefined
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => resolve())
  })
  const die = (reason: Error) => {
    death ??= reason
    for (const { reject } of waiting.values()) reject(death)
    waiting.clear()
  }
  worker.once('error', (cause) => die(unavailable('A part of the store has failed. Start Curfew again.', cause)))
  worker.once('exit', () => die(unavailable('The store is closed.')))

  await new Promise<void>((resolve, reject) => {
    waiting.set(0, { resolve: () => resolve(), reject })
    worker.once('message', (message: Started) => {
      waiting.delete(0)
      if ('failure' in message) reject(unpackFailure(message.failure))
      else resolve()
    })
  })
  worker.on('message', (answer: Answer) => {
    const asked = waiting.get(answer.call)
    waiting.delete(answer.call)
    answered += 1
    if (waiting.size === 0) worker.unref()
    if ('failure' in answer) asked?.reject(unpackFailure(answer.failure))
    else asked?.resolve(answer.value)
  })
  // Only now: listening for messages had made it count again.
  worker.unref()

  return {
    ask(name, ...words) {
      if (death) return Promise.reject(death)
      return new Promise((resolve, reject) => {
        calls += 1
        waiting.set(calls, { resolve: (value) => resolve(trust(value)), reject })
        worker.ref()
        worker.postMessage({ call: calls, name, words } satisfies Call)
      })
    },
    get answered() {
      return answered
    },
    async close() {
      if (!death) {
        worker.ref()
        worker.postMessage({ close: true } satisfies Close)
      }
      await ended
    },
  }
}
