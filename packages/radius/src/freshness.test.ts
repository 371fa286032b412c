import { expect, test } from 'vitest'
import { applyAccounting } from './accounting-rules.ts'
import { anEvent, at } from './an-event.test-kit.ts'
import { endSilent, freshnessOf, isGone, type Patience } from './freshness.ts'
import { stateFrom } from './session-state.ts'

const state = stateFrom(anEvent('start', 0))
const patience: Patience = { interimSeconds: 600, missedUntilStale: 3, endAfterSeconds: 7_200 }

test('a session is stale once its NAS has missed so many Interim-Updates, and is over after the limit', () => {
  expect(freshnessOf(state, patience, at(1_800))).toEqual({ is: 'fresh' })
  expect(freshnessOf(state, patience, at(1_801))).toEqual({ is: 'stale', silentMs: 1_801_000, isOver: false })
  expect(freshnessOf(state, patience, at(7_200))).toEqual({ is: 'stale', silentMs: 7_200_000, isOver: true })
})

test('the age counts from when we last heard, whatever the clock of the NAS says', () => {
  const ahead = stateFrom(anEvent('start', 250, { receivedAt: at(0) }))

  expect(freshnessOf(ahead, patience, at(1_801))).toMatchObject({ is: 'stale', silentMs: 1_801_000 })
})

test('silence means nothing where no Interim-Updates are sent', () => {
  expect(freshnessOf(state, { ...patience, interimSeconds: null }, at(1_000_000))).toEqual({ is: 'fresh' })
})

test('without a limit a session is stale for ever', () => {
  expect(freshnessOf(state, { ...patience, endAfterSeconds: null }, at(1_000_000))).toMatchObject({ isOver: false })
})

test('a late Interim-Update makes a stale session fresh', () => {
  const again = applyAccounting(state, anEvent('interim-update', 3_000)).state

  expect(again && freshnessOf(again, patience, at(3_100))).toEqual({ is: 'fresh' })
})

test('a session ends by silence only when it lasted long enough', () => {
  expect(endSilent(state, patience, at(1_801))).toBe(state)
  expect(endSilent(state, patience, at(7_200)).ended).toEqual({ at: at(7_200), by: 'silence', terminateCause: null })
})

test('one that ended by silence and is heard of after all is a new row, unless it is an old packet', () => {
  const over = endSilent(state, patience, at(7_200))

  expect(applyAccounting(over, anEvent('interim-update', 9_000)).change).toBe('began')
  expect(applyAccounting(over, anEvent('interim-update', 600, { receivedAt: at(9_000) })).change).toBe('unchanged')
  expect(applyAccounting(over, anEvent('stop', 7_000, { receivedAt: at(9_000) }))).toMatchObject({
    change: 'completed',
    state: { ended: { by: 'stop', at: at(7_000) } },
  })
})

test('a session that has ended is neither fresh nor stale', () => {
  const ended = applyAccounting(state, anEvent('stop', 60)).state

  expect(ended && freshnessOf(ended, patience, at(9_000))).toEqual({ is: 'ended' })
  expect(ended && endSilent(ended, patience, at(9_000))).toBe(ended)
})

test('a session that its NAS does not know is gone only when accounting confirms it', () => {
  const ended = applyAccounting(state, anEvent('stop', 60)).state

  expect(isGone(state, patience, at(1_800))).toBe(false)
  expect(isGone(state, patience, at(1_801))).toBe(true)
  expect(isGone(state, { ...patience, interimSeconds: null }, at(1_000_000))).toBe(false)
  expect(ended && isGone(ended, patience, at(61))).toBe(true)
})
