import { expect, test } from 'vitest'
import { createAllowances } from './source-allowances.ts'

function anAllowance() {
  const time = { ms: 0 }
  const allowances = createAllowances(() => new Date(time.ms), { perSecond: 10, burst: 20 })
  /** Undefined: it was permitted; else the seconds to wait. */
  const take = (cost: number, source = 'portal') => {
    try {
      allowances.take(source, cost)
      return undefined
    } catch (error) {
      return (error as { extra: { retryAfterSeconds?: number } }).extra.retryAfterSeconds
    }
  }
  return { time, take }
}

test('a source may take its burst at once, then what time brings', () => {
  const { time, take } = anAllowance()

  const burst = [take(15), take(5), take(1)]
  time.ms = 1_000
  const later = [take(10), take(1)]
  time.ms = 100_000
  const much = [take(20), take(1)]

  expect(burst).toEqual([undefined, undefined, 1])
  expect(later).toEqual([undefined, 1])
  expect(much).toEqual([undefined, 1])
})

test('what is refused costs nothing, and says when there is enough', () => {
  const { time, take } = anAllowance()
  take(20)

  const refused = take(20)
  time.ms = 2_000

  expect(refused).toBe(2)
  expect(take(20)).toBeUndefined()
})

test('sources do not share, and a clock that is set back refills nothing', () => {
  const { time, take } = anAllowance()
  time.ms = 10_000
  take(20)

  time.ms = 0
  const back = take(1)

  expect(back).toBe(1)
  expect(take(20, 'shop')).toBeUndefined()
})
