import { eventShapes } from '@curfew/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ATime } from './a-registry.test-kit.ts'
import { type ChangeFeedOptions, createChangeFeed, type FeedEvent } from './change-feed.ts'
import type { Change } from './ports.ts'

function aFeed(options: ChangeFeedOptions = {}) {
  const time = new ATime()
  const feed = createChangeFeed({ setTimer: time.setTimer, process: 'here', ...options })
  const events: FeedEvent[] = []
  const callOff = feed.subscribe((event) => events.push(event))
  return { time, feed, events, callOff }
}
const ended = (id: string) => ({ id, ending: 'closure' as const })

test('what is announced within a fifth of a second arrives as one event of each sort', () => {
  const { time, feed, events } = aFeed()
  feed.announce({ began: 2 })
  feed.announce({ ended: [ended('a')], closureIds: ['c'] })
  time.advance(199)
  expect(events).toEqual([])
  feed.announce({ began: 1, changed: ['b', 'b'], closureIds: ['c'] })
  time.advance(1)

  expect(events).toEqual([
    { id: 'here-1', event: 'sessions', data: { began: 3, ended: [ended('a')], changed: ['b'], many: false } },
    { id: 'here-2', event: 'closures', data: { closureIds: ['c'] } },
  ])
})

test('nothing is sent for nothing', () => {
  const { time, feed, events } = aFeed()
  feed.announce({})
  feed.announce({ ended: [], closureIds: [] })
  time.advance(1_000)

  expect(events).toEqual([])
  expect(time.nextTimerMs).toBeUndefined()
})

test('two hundred are named, and of more it is said only that there were many', () => {
  const { feed, events } = aFeed()
  feed.announce({ ended: Array.from({ length: 150 }, (_, at) => ended(`a${at}`)) })
  feed.announce({ ended: Array.from({ length: 150 }, (_, at) => ended(`b${at}`)) })
  feed.flush()
  feed.announce({ changed: Array.from({ length: 200 }, (_, at) => `c${at}`) })
  feed.flush()

  expect(events.map(({ data }) => data)).toMatchObject([{ many: true }, { many: false }])
  expect(events.map(({ data }) => ('ended' in data ? data.ended.length + data.changed.length : 0))).toEqual([0, 200])
})

test('a reader that comes back gets exactly what it missed, or is told that this is not known any more', () => {
  const change: fc.Arbitrary<Change> = fc.constantFrom(
    { began: 1 },
    { closureIds: ['c'] },
    { began: 1, closureIds: ['c'] },
  )
  fc.assert(
    fc.property(fc.array(change, { maxLength: 20 }), fc.nat(20), (changes, leftAfter) => {
      const { feed, events } = aFeed({ maxKept: 8 })
      const seen = ['here-0']
      for (const change of changes) {
        feed.announce(change)
        feed.flush()
      }
      seen.push(...events.map(({ id }) => id))
      const lastSeen = seen[leftAfter % seen.length] ?? ''

      const missed = feed.since(lastSeen)

      const actual = events.slice(seen.indexOf(lastSeen))
      expect(missed).toEqual(actual.length > 8 ? 'too-far-behind' : actual)
      expect(feed.lastId).toBe(seen.at(-1))
      expect(feed.since(feed.lastId)).toEqual([])
    }),
  )
})

test('an id of another process, of the future, or of nothing is too far behind', () => {
  const { feed } = aFeed()
  feed.announce({ began: 1 })
  feed.flush()

  for (const id of ['there-1', 'here-2', 'here--1', 'here-1.5', 'here-', 'here-01', '', 'nonsense'])
    expect(feed.since(id)).toBe('too-far-behind')
})

test('two feeds never share an id', () => {
  expect(createChangeFeed().lastId).not.toBe(createChangeFeed().lastId)
})

test('events have the shapes of the contract', () => {
  const { feed, events } = aFeed()
  feed.announce({ began: 1, ended: [ended('a')], changed: ['b'], closureIds: ['c'] })
  feed.flush()

  for (const { event, data } of events) expect(eventShapes[event].parse(data)).toEqual(data)
})

test('one who no longer listens hears nothing, and a stopped feed says nothing', () => {
  const { time, feed, events, callOff } = aFeed()
  feed.announce({ began: 1 })
  callOff()
  time.advance(200)
  feed.stop()
  feed.announce({ began: 1 })
  time.advance(200)

  expect(events).toEqual([])
  expect(feed.lastId).toBe('here-1')
})
