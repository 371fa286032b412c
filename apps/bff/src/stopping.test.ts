import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { stopWithin } from './stopping.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** Everything that is stopped, noting in which order it happened. */
function aHouse({
  requests = Promise.resolve(),
  end = Promise.resolve(),
}: {
  requests?: Promise<void>
  end?: Promise<void>
}) {
  const order: string[] = []
  const note = (what: string) => void order.push(what)
  const streams = { attach: () => {}, writeLast: () => 0, held: 3, drain: () => note('streams drained') }
  const connections = {
    finish: () => {
      note('accepts nothing')
      return requests
    },
    cut: () => note('connections cut'),
  }
  const feeds = {
    attach: () => {},
    held: () => 0,
    cut: () => {},
    tellHolds: () => {},
    drain: () => note('feeds drained'),
  }
  const house = {
    streams,
    ports: { feeds },
    end: () => {
      note('house ends')
      return end
    },
  }
  const others = [{ stop: async () => note('control stopped') }, null]
  return { order, stopped: stopWithin({ house, connections, others }) }
}

test('nothing new is accepted, streams are told, requests finish, and only then the store goes', async () => {
  const { order, stopped } = aHouse({})

  const late = await stopped

  expect(late).toEqual([])
  expect(order).toEqual([
    'accepts nothing',
    'streams drained',
    'feeds drained',
    'connections cut',
    'control stopped',
    'house ends',
  ])
})

test('a request that does not end is cut, and the store is closed in order all the same', async () => {
  const { order, stopped } = aHouse({ requests: new Promise(() => {}) })

  await vi.advanceTimersByTimeAsync(3_500)
  const late = await stopped

  expect(late).toEqual(['requests'])
  expect(order.at(-1)).toBe('house ends')
})

test('whatever hangs, five seconds are enough', async () => {
  const { stopped } = aHouse({ requests: new Promise(() => {}), end: new Promise(() => {}) })

  await vi.advanceTimersByTimeAsync(5_000)
  const late = await stopped

  expect(late).toEqual(['requests', 'deliveries or store'])
})
