import { expect, test } from 'vitest'
import { createFormats } from './formats.ts'

const english = createFormats('en-GB')
const now = new Date(2026, 4, 4, 14, 5, 9, 123)
const before = (seconds: number) => new Date(now.getTime() - seconds * 1000)

test('plurals follow the rules of the language, and the number is written its way', () => {
  const sessions = { one: '# session', other: '# sessions' }
  const polish = createFormats('pl')

  expect([0, 1, 2, 12_345].map((count) => english.plural(count, sessions))).toEqual([
    '0 sessions',
    '1 session',
    '2 sessions',
    '12,345 sessions',
  ])
  expect(
    [1, 3, 5].map((count) =>
      polish.plural(count, { one: '# sesja', few: '# sesje', many: '# sesji', other: '# sesji' }),
    ),
  ).toEqual(['1 sesja', '3 sesje', '5 sesji'])
})

test('a moment says as much as is needed to know which day it was', () => {
  expect(english.moment(new Date(2026, 4, 4, 8, 2), now)).toBe('08:02')
  expect(english.moment(new Date(2026, 3, 30, 8, 2), now)).toBe('30 Apr, 08:02')
  expect(english.moment(new Date(2025, 3, 30, 8, 2), now)).toBe('30 Apr 2025, 08:02')
})

test('how long ago something was is said in the largest unit that fits', () => {
  expect([3, 120, 7200, 86_400, 172_800].map((seconds) => english.ago(before(seconds), now))).toEqual([
    'now',
    '2 minutes ago',
    '2 hours ago',
    'yesterday',
    '2 days ago',
  ])
  expect(english.ago(before(30 * 86_400), now)).toBe('4 Apr 2026, 14:05')
})

test('durations and exact times keep their milliseconds', () => {
  expect([0, 41, 1234, 95_000].map(english.milliseconds)).toEqual(['0 ms', '41 ms', '1.23 s', '1 min 35 s'])
  expect(english.clockMs(now)).toBe('14:05:09.123')
  expect(english.exactMs(now)).toBe('4 May 2026, 14:05:09.123')
})
