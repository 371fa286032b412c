import type { LogoffEvent } from '@curfew/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRequests, type RunningRequest } from './requests.ts'

const logoff = {} as LogoffEvent
const handle = fc.integer({ min: 0, max: 3 }).map((number) => `handle-${number}`)
const step = fc.oneof(
  fc.record({ does: fc.constant('begin' as const), handle }),
  fc.record({ does: fc.constant('finish' as const), nth: fc.nat(30) }),
  fc.record({ does: fc.constant('abort' as const), handle }),
  // More sessions than are kept without a request: what is idle is let go meanwhile.
  fc.record({ does: fc.constant('crowd' as const) }),
)

test('whatever begins, finishes and is aborted in whatever order: exactly those that run on this handle are told', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const requests = createRequests()
      const begun: { handle: string; request: RunningRequest; isRunning: boolean; told: number }[] = []
      const tellAll = (which: string) => {
        const before = begun.map(({ told }) => told)
        requests.abort(which, logoff)
        expect(begun.map(({ told }, at) => told - (before[at] ?? 0))).toEqual(
          begun.map((one) => (one.isRunning && one.handle === which ? 1 : 0)),
        )
      }
      for (const one of steps) {
        if (one.does === 'begin') {
          const entry = { handle: one.handle, isRunning: true, told: 0 }
          const session = { handle: one.handle, userId: 'ada', sessionId: 'a session' }
          begun.push(Object.assign(entry, { request: requests.begin(session, () => (entry.told += 1)) }))
        } else if (one.does === 'finish') {
          const entry = begun[one.nth]
          entry?.request.finish()
          if (entry) entry.isRunning = false
        } else if (one.does === 'abort') tellAll(one.handle)
        else for (let at = 0; at < 1_100; at += 1) passing(requests, `passing-${at}`)
      }
      for (const each of new Set(begun.map((one) => one.handle))) tellAll(each)
    }),
  )
})

test('one that is told may finish at once, and the others are told all the same', () => {
  const requests = createRequests()
  const told: number[] = []
  const session = { handle: 'h', userId: 'ada', sessionId: 'a session' }
  const all = [0, 1, 2].map((at): RunningRequest => requests.begin(session, () => (told.push(at), all[at]?.finish())))
  requests.abort('h', logoff)
  expect(told.toSorted((a, b) => a - b)).toEqual([0, 1, 2])
  expect(all.every((one) => one.guarded.signal.aborted)).toBe(true)
})

function passing(requests: ReturnType<typeof createRequests>, handle: string) {
  requests.begin({ handle, userId: 'ada', sessionId: handle }).finish()
}
