import { expect, test } from 'vitest'
import { createLeaseBook } from './leases.ts'

test('a lease that was longer is waited for, although a shorter one was granted since', async () => {
  const time = { ms: 0 }
  const timers: { atMs: number; run: () => void }[] = []
  const book = createLeaseBook(
    () => time.ms,
    (run, delayMs) => {
      const timer = { atMs: time.ms + delayMs, run }
      timers.push(timer)
      return () => timers.splice(timers.indexOf(timer), 1)
    },
  )
  let isRefused = false

  book.grant('portal', 'one', 20_000)
  time.ms = 1_000
  book.grant('portal', 'one', 5_000)
  void book.refusedEverywhere('portal', 1).then(() => (isRefused = true))
  const waits = timers.map(({ atMs }) => atMs)

  expect(waits).toEqual([20_000])
  expect(isRefused).toBe(false)
})
