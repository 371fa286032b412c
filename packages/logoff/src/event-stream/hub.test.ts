import { heartbeatSeconds } from '@curfew/contract'
import { expect, test } from 'vitest'
import { ASink, aFeed, noTime } from './hub.test-kit.ts'
import { createHub, type HubOptions } from './hub.ts'

/** A hub whose seconds a test ticks itself. */
function aHub(options: Partial<HubOptions> = {}) {
  const feed = aFeed()
  let tick: (() => void) | undefined
  const hub = createHub({
    feed,
    ...noTime,
    random: () => 0.5,
    everySecond: (run) => {
      tick = run
      return () => {
        tick = undefined
      }
    },
    ...options,
  })
  const attach = (sessionId: string, changes = true, lastEventId: string | null = null) => {
    const sink = new ASink()
    hub.attach(sessionId, sink, { changes, lastEventId })
    return sink
  }
  return { hub, feed, attach, second: () => tick?.() }
}

test('a change reaches every reader that asked for changes, and no other', () => {
  const { feed, attach } = aHub()
  const [ada, grace, quiet] = [attach('ada'), attach('grace'), attach('quiet', false)]

  feed.announce('c1')

  expect(ada.events).toEqual([['closures', { closureIds: ['c1'] }]])
  expect(grace.events).toEqual(ada.events)
  expect(quiet.events).toEqual([])
})

test('a new reader learns from where to resume before anything has happened', () => {
  const { feed, attach } = aHub()
  const first = attach('ada')
  first.close()

  feed.announce('missed')
  const second = attach('ada', true, first.lastEventId)

  expect(second.events).toEqual([['closures', { closureIds: ['missed'] }]])
})

test('a reader that was away for longer than events are kept is told to reset, and resumes from there', () => {
  const feed = aFeed(2)
  const { attach } = aHub({ feed })
  for (const id of ['c1', 'c2', 'c3', 'c4']) feed.announce(id)

  const late = attach('ada', true, '1')
  feed.announce('c5')

  expect(late.events).toEqual([
    ['reset', {}],
    ['closures', { closureIds: ['c5'] }],
  ])
})

test('a reader with an id of another process is told to reset', () => {
  const { attach } = aHub()

  const stranger = attach('ada', true, 'of-a-former-process-17')

  expect(stranger.events).toEqual([['reset', {}]])
})

test('the last event reaches all streams of its session, cuts them, and touches no other session', () => {
  const { hub, attach } = aHub()
  const [tab, otherTab, other] = [attach('ada'), attach('ada'), attach('grace')]

  const written = hub.writeLast('ada', 'event: logoff\ndata: {}\n\n')

  expect(written).toBe(2)
  expect([tab, otherTab].map((sink) => sink.events.at(-1)?.[0])).toEqual(['logoff', 'logoff'])
  expect([tab.isOpen, otherTab.isOpen, other.isOpen]).toEqual([false, false, true])
  expect(hub.held).toBe(1)
})

test('a slow reader is dropped and delays nobody', () => {
  const { hub, feed, attach } = aHub()
  const [slow, quick] = [attach('slow'), attach('quick')]
  slow.turnSlow()

  feed.announce('c1')

  expect(quick.events).toHaveLength(1)
  expect(hub.held).toBe(1)
  expect(hub.writeLast('slow', 'event: logoff\ndata: {}\n\n')).toBe(0)
})

test('a reader that leaves by itself is forgotten', () => {
  const { hub, attach } = aHub()
  const sink = attach('ada')

  sink.close()

  expect(hub.held).toBe(0)
})

test('every stream gets one heartbeat a round, and they are spread over its seconds', () => {
  const { attach, second } = aHub()
  const sinks = Array.from({ length: heartbeatSeconds * 2 }, (_, index) => attach(`s${index}`))

  second()
  const afterOneSecond = sinks.filter((sink) => sink.heartbeats > 0).length
  for (let count = 1; count < heartbeatSeconds; count += 1) second()

  expect(afterOneSecond).toBe(2)
  expect(sinks.map((sink) => sink.heartbeats)).toEqual(sinks.map(() => 1))
})

test('draining asks every reader to come back later, lets go of it, and ends the heartbeat', () => {
  const { hub, attach, second } = aHub()
  const sink = attach('ada')
  const before = sink.retryMs

  hub.drain()
  second()

  expect(sink.retryMs).not.toBe(before)
  expect(sink.retryMs).toBeGreaterThanOrEqual(1000)
  expect(sink.isOpen).toBe(false)
  expect(sink.heartbeats).toBe(0)
  expect(hub.held).toBe(0)
})

test('a reader that comes while draining is sent away at once', () => {
  const { hub, attach } = aHub()
  hub.drain()

  const late = attach('ada')

  expect(late.isOpen).toBe(false)
  expect(late.retryMs).toBeGreaterThanOrEqual(1000)
})

test('readers are asked to come back at different moments', () => {
  let turn = 0
  const { attach } = aHub({ random: () => (turn++ % 10) / 10 })

  const waits = Array.from({ length: 10 }, (_, index) => attach(`s${index}`).retryMs)

  expect(new Set(waits).size).toBe(10)
})

test('one session cannot hold streams without bound: the oldest gives way', () => {
  const { hub, attach } = aHub()
  const first = attach('ada')

  const later = Array.from({ length: 32 }, () => attach('ada'))

  expect(first.isOpen).toBe(false)
  expect(later.every((sink) => sink.isOpen)).toBe(true)
  expect(hub.held).toBe(32)
})
