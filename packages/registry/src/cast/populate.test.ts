import { expect, test } from 'vitest'
import type { NewSession } from '../session.ts'
import { populate } from './populate.ts'

test('a store gets as many sessions as were asked for, in thousands', async () => {
  const batches: (readonly NewSession[])[] = []
  const store: Parameters<typeof populate>[0] = {
    async register(batch) {
      batches.push(batch)
      return []
    },
    async recordActivity() {},
    async setCommand() {},
  }

  await populate(store, { count: 2_500, now: new Date('2026-05-04T13:00:00.000Z') })

  expect(batches.map(({ length }) => length)).toEqual([1_000, 1_000, 500])
  expect(new Set(batches.flat().map(({ id }) => id)).size).toBe(2_500)
})
