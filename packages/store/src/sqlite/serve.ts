import { parentPort } from 'node:worker_threads'
import { type Answer, type Call, type Close, packFailure, type Started } from './calls.ts'

/** What a worker can be asked to do. Each act runs at once and to its end. */
export type Acts = Readonly<Record<string, (...words: never[]) => unknown>>

export type Served = {
  /** Answer these calls, in their order. It takes as many from the front of the queue as it likes, and at least one. */
  readonly answer: (queue: Call[]) => Answer[]
  readonly close: () => void
}

/**
 * The worker's side of `startWorker`: say that it works, then answer calls in the order in which they come.
 *
 * Calls are taken up only once all that have arrived are in the queue, so that a worker may answer several together.
 */
export function serve(start: () => Served): void {
  const port = parentPort
  if (!port) throw new Error('This file is run as a worker')
  let served: Served
  try {
    served = start()
  } catch (error) {
    port.postMessage({ failure: packFailure(error) } satisfies Started)
    port.close()
    return
  }

  const queue: Call[] = []
  let isClosing = false
  let isScheduled = false
  const schedule = () => {
    if (isScheduled) return
    isScheduled = true
    setImmediate(() => {
      isScheduled = false
      if (queue.length > 0) for (const answer of served.answer(queue)) port.postMessage(answer)
      if (queue.length > 0) schedule()
      else if (isClosing) finish()
    })
  }
  const finish = () => {
    served.close()
    port.close()
  }

  port.on('message', (message: Call | Close) => {
    if ('close' in message) isClosing = true
    else queue.push(message)
    schedule()
  })
  port.postMessage({ started: true } satisfies Started)
}

/** @throws whatever the act throws */
export function perform(acts: Acts, { name, words }: Call): unknown {
  const act = Object.hasOwn(acts, name) ? acts[name] : undefined
  if (!act) throw new Error(`There is no act ${name}`)
  return Reflect.apply(act, undefined, words)
}
