import { expect, test } from 'vitest'
import { type Decided, type History, judge } from './history.ts'

const decided = (handle: string, at: number, outcome: Decided['outcome']): Decided => ({
  guard: 'g',
  handle,
  from: at,
  to: at + 1,
  outcome,
})
const closing = { handle: 'ada', orderedAt: 90, okAt: 100, refusedEverywhereAt: 130 }
const history = (decisions: readonly Decided[], more: Partial<History> = {}): History => ({
  leaseMs: 500,
  decisions,
  closings: [closing],
  calms: [{ from: 0, to: 10_000 }],
  ...more,
})

test('an accept between OK and refused everywhere is within the promise', () => {
  const verdict = judge(history([decided('ada', 120, 'accepted'), decided('ada', 140, 'closed')]))

  expect(verdict).toMatchObject({
    afterRefusedEverywhere: [],
    laterThanOneLease: [],
    openButRefused: [],
    accepted: 1,
    refused: 1,
  })
})

test('an accept after refused everywhere is found', () => {
  const late = decided('ada', 131, 'accepted')

  expect(judge(history([late])).afterRefusedEverywhere).toEqual([late])
})

test('an accept later than one lease after OK is found, also when nothing was proved', () => {
  const late = decided('ada', 601, 'accepted')

  expect(
    judge(history([late], { closings: [{ ...closing, refusedEverywhereAt: undefined }] })).laterThanOneLease,
  ).toEqual([late])
})

test('a refusal of an open session counts only while all is well', () => {
  const refusedInCalm = decided('grace', 50, 'cannot-know')
  const refusedInStorm = decided('grace', 20_000, 'cannot-know')

  expect(judge(history([refusedInCalm, refusedInStorm])).openButRefused).toEqual([refusedInCalm])
})
