import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { memorySeconds, networkOf, rules, waitMs } from './throttle.ts'

const now = new Date('2026-05-04T08:00:00.000Z')
const failed = (failures: number, secondsAgo = 0) => ({
  failures,
  lastFailureAt: new Date(now.getTime() - secondsAgo * 1_000),
})

test('the first failures cost nothing, then each doubles the wait up to the longest', () => {
  const waits = [4, 5, 6, 7, 8, 9, 10, 11, 12, 100].map(
    (failures) => waitMs(rules.userAtAddress, failed(failures), 0, now) / 1_000,
  )

  expect(waits).toEqual([0, 5, 10, 20, 40, 80, 160, 300, 300, 300])
})

test('no rule ever makes anybody wait longer than its longest wait, whatever the count and the clock', () => {
  const anyRule = fc.constantFrom(...Object.values(rules))
  fc.assert(
    fc.property(
      anyRule,
      fc.nat(1_000_000),
      fc.integer({ min: -100_000, max: 100_000 }),
      fc.nat(50),
      (rule, count, ago, ahead) => {
        const ms = waitMs(rule, failed(count, ago), ahead, now)

        expect(ms).toBeGreaterThanOrEqual(0)
        expect(ms).toBeLessThanOrEqual(rule.longestWaitSeconds * 1_000)
      },
    ),
  )
})

test('guesses under one user or from one address never wait longer than a minute', () => {
  expect(rules.user.longestWaitSeconds).toBeLessThanOrEqual(60)
  expect(rules.address.longestWaitSeconds).toBeLessThanOrEqual(60)
})

test('failures are forgotten when nothing failed for an hour', () => {
  expect(waitMs(rules.user, failed(1_000, memorySeconds - 1), 0, now)).toBe(0)
  expect(
    waitMs({ ...rules.user, longestWaitSeconds: 7_200 }, failed(1_000, memorySeconds - 1), 0, now),
  ).toBeGreaterThan(0)
  expect(waitMs({ ...rules.user, longestWaitSeconds: 7_200 }, failed(1_000, memorySeconds), 0, now)).toBe(0)
})

test('attempts that are being verified count as failed until they are judged', () => {
  expect(waitMs(rules.user, undefined, 9, now)).toBe(0)
  expect(waitMs(rules.user, undefined, 10, now)).toBe(1_000)
  expect(waitMs(rules.user, failed(10, 5), 0, now)).toBe(0)
  expect(waitMs(rules.user, failed(10, 5), 1, now)).toBe(1_000)
})

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['', ''],
])('the network of "%s" is "%s"', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
