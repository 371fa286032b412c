import { threadId, workerData } from 'node:worker_threads'
import { CurfewError } from '@curfew/contract'
import { packFailure } from './calls.ts'
import { perform, serve } from './serve.ts'

const acts = {
  double: (number: number) => number * 2,
  threadId: () => threadId,
  refuse: (): void => {
    throw new CurfewError('invalid-request', 'Refused')
  },
  die: (): void => process.exit(1),
}
export type Failing = typeof acts

serve(() => {
  if (workerData === 'fails') throw new CurfewError('store-unavailable', 'It does not start')
  return {
    answer: (queue) =>
      queue.splice(0).map((call) => {
        try {
          return { call: call.call, value: perform(acts, call) }
        } catch (error) {
          return { call: call.call, failure: packFailure(error) }
        }
      }),
    close() {},
  }
})
