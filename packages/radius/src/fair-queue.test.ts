import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFairQueue } from './fair-queue.ts'

const roomy = { maxPerLane: 1_000, maxTotal: 10_000 }

test('lanes take turns, each in its own order', () => {
  const queue = createFairQueue<string>(roomy)
  for (const item of ['a1', 'a2', 'a3', 'b1', 'c1', 'c2']) queue.add(item.slice(0, 1), item)

  expect(queue.take(4)).toEqual(['a1', 'b1', 'c1', 'a2'])
  expect(queue.take(10)).toEqual(['c2', 'a3'])
  expect(queue.length).toBe(0)
})

test('a lane that is served goes to the end of the line', () => {
  const queue = createFairQueue<string>(roomy)
  for (const item of ['a1', 'a2', 'b1', 'b2']) queue.add(item.slice(0, 1), item)

  expect(queue.take(1)).toEqual(['a1'])
  expect(queue.take(1)).toEqual(['b1'])
  expect(queue.take(1)).toEqual(['a2'])
})

test('a flood fills its own lane and no other', () => {
  const queue = createFairQueue<number>({ maxPerLane: 100, maxTotal: 10_000 })

  const kept = Array.from({ length: 1_000 }, (_, item) => queue.add('flood', item)).filter(Boolean)

  expect(kept).toHaveLength(100)
  expect(queue.add('quiet', 1)).toBe(true)
})

test('when everything is full, those with nothing waiting still get one in', () => {
  const queue = createFairQueue<number>({ maxPerLane: 100, maxTotal: 10 })
  for (let item = 0; item < 20; item += 1) queue.add('flood', item)

  expect(queue.add('quiet', 1)).toBe(true)
  expect(queue.add('quiet', 2)).toBe(false)
  expect(queue.hasRoom('quiet')).toBe(false)
  expect(queue.hasRoom('another')).toBe(true)
})

test('nothing is lost, doubled or reordered within a lane', () => {
  const step = fc.oneof(
    fc.record({ take: fc.integer({ min: 0, max: 200 }) }),
    fc.record({ add: fc.integer({ min: 0, max: 150 }), lane: fc.constantFrom('a', 'b', 'c') }),
  )

  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const queue = createFairQueue<string>(roomy)
      const added: string[] = []
      const taken: string[] = []
      const add = (lane: string) => {
        const item = `${lane}${added.length}`
        if (queue.add(lane, item)) added.push(item)
      }
      for (const one of steps)
        if ('take' in one) taken.push(...queue.take(one.take))
        else for (let count = 0; count < one.add; count += 1) add(one.lane)
      taken.push(...queue.take(10_000))
      for (const lane of ['a', 'b', 'c']) {
        const of = (items: readonly string[]) => items.filter((item) => item.startsWith(lane))
        expect(of(taken)).toEqual(of(added))
      }
      expect(queue.length).toBe(0)
    }),
  )
})
