import { expect, test } from 'vitest'
import { ATime } from './a-time.test-kit.ts'
import { createRefusals, type RefusalNotice } from './refusals.ts'

function someRefusals({ maxKept = 100, maxNotices = 10 } = {}) {
  const time = new ATime()
  const notices: RefusalNotice[] = []
  const onNotice = (notice: RefusalNotice) => notices.push(notice)
  const refusals = createRefusals({ clock: time.clock, onNotice, maxKept, noticeEveryMs: 60_000, maxNotices })
  return { time, notices, refusals }
}

test('all are counted, by address and reason, the latest first', () => {
  const { time, refusals } = someRefusals()
  const firstAt = time.clock()
  refusals.note('10.1.2.3', 'wrong-secret')
  refusals.note('10.1.2.4', 'unknown-nas')
  time.advance(1_000)
  refusals.note('10.1.2.3', 'wrong-secret', 'Its Request Authenticator does not fit.')

  expect(refusals.list()).toEqual([
    {
      address: '10.1.2.3',
      reason: 'wrong-secret',
      count: 2,
      firstAt,
      lastAt: time.clock(),
      detail: 'Its Request Authenticator does not fit.',
    },
    { address: '10.1.2.4', reason: 'unknown-nas', count: 1, firstAt, lastAt: firstAt, detail: '' },
  ])
  expect(refusals.totals()).toMatchObject({ 'wrong-secret': 2, 'unknown-nas': 1, malformed: 0 })
})

test('the first is told of at once, and then once a minute with how many came', () => {
  const { time, notices, refusals } = someRefusals()

  for (let count = 0; count < 500; count += 1) refusals.note('10.1.2.3', 'wrong-secret')
  time.advance(60_000)
  refusals.note('10.1.2.3', 'wrong-secret')

  expect(notices.map(({ count, sinceLastNotice }) => [count, sinceLastNotice])).toEqual([
    [1, 1],
    [501, 500],
  ])
})

test('a flood from forged addresses fills neither the log nor memory', () => {
  const { notices, refusals } = someRefusals({ maxKept: 100, maxNotices: 10 })

  for (let count = 0; count < 10_000; count += 1) refusals.note(`10.0.${count >> 8}.${count & 255}`, 'unknown-nas')

  expect(notices).toHaveLength(10)
  expect(refusals.list()).toHaveLength(100)
  // Who is forgotten was counted.
  expect(Object.values(refusals.totals()).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(100)
  expect(refusals.list()[0]?.address).toBe('10.0.39.15')
})

test('after a flood, notices come again', () => {
  const { time, notices, refusals } = someRefusals({ maxNotices: 1 })
  refusals.note('10.1.2.3', 'unknown-nas')
  refusals.note('10.1.2.4', 'wrong-secret')

  time.advance(60_000)
  refusals.note('10.1.2.4', 'wrong-secret')

  expect(notices.map(({ address }) => address)).toEqual(['10.1.2.3', '10.1.2.4'])
})
