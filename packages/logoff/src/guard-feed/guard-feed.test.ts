import type { Hold } from '@curfew/registry'
import { expect, test } from 'vitest'
import { aGuardFeed } from './a-feed.test-kit.ts'

const positions = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `closed ${from + index}`)

test('a guard that begins is greeted with the lease and the position, and then hears what is closed', async () => {
  const { attach, close, sees, stored } = aGuardFeed()
  stored.close()
  const guard = attach()
  await sees(guard, 'hello 1')

  const outcomes = await close(2)

  expect(guard.text).toMatch(/^event: hello\ndata: \{"leaseMs":5000,"position":1\}\n\n/)
  expect(guard.events).toEqual(['hello 1', 'closed 2', 'closed 3'])
  expect(outcomes).toEqual([{ to: 'sent' }, { to: 'sent' }])
  expect(guard.closed[0]).toEqual({
    deliveryId: 'delivery-2',
    sessionId: 'session-2',
    handle: 'handle-2',
    logoff: { ...stored.logoffs[1]?.farewell, receipt: 'receipt-2' },
  })
  expect(stored.reads).toBe(0)
})

test('a guard that comes back is resumed in bounded pieces, and what it missed counts as sent', async () => {
  const { attach, sees, stored } = aGuardFeed()
  for (let count = 0; count < 350; count += 1) stored.close()

  const guard = attach('20')

  await sees(guard, 'hello 20', ...positions(21, 350))
  expect(guard.writes).toBe(5)
  await expect.poll(() => stored.sent.length, { interval: 1 }).toBe(330)
})

test('nothing is lost between reading where the feed stands and listening to it', async () => {
  const { attach, close, sees, stored } = aGuardFeed()

  const guard = attach()
  // It is not greeted yet.
  const outcomes = await close(2)

  await sees(guard, 'hello 0', ...positions(1, 2))
  expect(outcomes).toEqual([{ to: 'sent' }, { to: 'sent' }])
  expect(stored.reads).toBe(0)
})

test.each([
  ['below what is kept', '1'],
  ['ahead of what there is', '9'],
  ['nothing of ours', 'abc-3'],
])('a guard whose last event is %s is told to begin anew', async (_, lastEventId) => {
  const { attach, close, sees, stored } = aGuardFeed()
  for (let count = 0; count < 4; count += 1) stored.close()
  stored.forgottenUpTo = 2

  const guard = attach(lastEventId)
  await sees(guard, 'hello 4', 'reset 4')
  await close()

  expect(guard.events).toEqual(['hello 4', 'reset 4', 'closed 5'])
})

test('what is forgotten while a guard is being resumed is not passed over in silence', async () => {
  const { attach, sees, stored } = aGuardFeed()
  for (let count = 0; count < 250; count += 1) stored.close()
  stored.onRead = () => {
    if (stored.reads === 2) stored.forgottenUpTo = 240
  }

  const guard = attach('0')

  await sees(guard, 'hello 0', ...positions(1, 100), 'reset 250')
})

test('what is offered out of order is heard in order', async () => {
  const { attach, channel, sees, stored } = aGuardFeed()
  const guard = attach()
  await sees(guard, 'hello 0')
  const [first, second, third] = [stored.close(), stored.close(), stored.close()]

  const outcomes = await Promise.all([channel.tell([third]), channel.tell([first]), channel.tell([second])])

  expect(outcomes.flat()).toEqual([{ to: 'sent' }, { to: 'sent' }, { to: 'sent' }])
  expect(guard.events).toEqual(['hello 0', ...positions(1, 3)])
})

test('readers that are equally far get one text, read once', async () => {
  const { attach, sees, stored } = aGuardFeed()
  for (let count = 0; count < 10; count += 1) stored.close()

  const guards = Array.from({ length: 50 }, () => attach('0'))

  for (const guard of guards) await sees(guard, 'hello 0', ...positions(1, 10))
  expect(stored.reads).toBeLessThanOrEqual(2)
})

test('a slow guard holds up no other, is given nothing more until it has taken what it has, and is dropped in the end', async () => {
  const { attach, close, sees, feeds, time } = aGuardFeed()
  const [slow, quick] = [attach(), attach()]
  await sees(slow, 'hello 0')
  slow.isSlow = true

  await close()
  await close()
  const taken = slow.events
  slow.takeAll()
  await sees(slow, 'hello 0', ...positions(1, 2))
  time.advance(10_000)

  expect(quick.events).toEqual(['hello 0', ...positions(1, 2)])
  expect(taken).toEqual(['hello 0', 'closed 1'])
  expect([slow.isOpen, quick.isOpen]).toEqual([false, true])
  expect(feeds.held('portal')).toBe(1)
})

test('with no guard there it is unreachable, says since when, and waits to be asked for', async () => {
  const { attach, close, sees, time, channel, stored } = aGuardFeed()

  const [before] = await close()
  const guard = attach()
  await sees(guard, 'hello 1')
  time.advance(60_000)
  guard.close()
  time.advance(60_000)
  const [after] = await close()
  const [unknown] = await channel.tell([
    { ...stored.close(), delivery: { ...stored.close().delivery, recipient: 'new', recipientName: 'new' } },
  ])

  const unreachable = (cause: string) => ({ to: 'unreachable', cause, comesBack: true })
  expect(before).toEqual(unreachable('No guard of portal is connected since 2026-03-01 08:00 UTC.'))
  expect(after).toEqual(unreachable('No guard of portal is connected since 14:04 UTC.'))
  expect(unknown).toEqual(unreachable('No guard of new is connected.'))
})

test('a guard that goes while it is told leaves the delivery unreachable', async () => {
  const { attach, channel, sees, stored } = aGuardFeed()
  const guard = attach()
  await sees(guard, 'hello 0')
  guard.isSlow = true
  await channel.tell([stored.close()])

  const telling = channel.tell([stored.close()])
  guard.close()

  expect(await telling).toMatchObject([{ to: 'unreachable' }])
})

test('before OK it is said which sources cannot be told now, and which never', async () => {
  const { attach, channel, sees } = aGuardFeed()
  const asked = [
    { sourceId: 'portal', source: 'portal', count: 3 },
    { sourceId: 'new', source: 'new', count: 2 },
    { sourceId: 'agent', source: 'agent', count: 1 },
    { sourceId: 'curfew', source: 'curfew', count: 1 },
  ]

  const before = await channel.cannotBeTold?.(asked)
  await sees(attach(), 'hello 0')
  const after = await channel.cannotBeTold?.(asked)

  expect(before).toEqual([
    { recipient: 'portal', sessions: 3, cause: 'No guard is connected', since: new Date('2026-03-01T08:00:00.000Z') },
    { recipient: 'new', sessions: 2, cause: 'No guard is connected', since: null },
    {
      recipient: 'agent',
      sessions: 1,
      cause: 'It cannot be told from here; its sessions are refused when it asks',
      since: null,
    },
  ])
  expect(after?.map(({ recipient }) => recipient)).toEqual(['new', 'agent'])
})

test('a silent feed beats twice in a lease, and a guard whose key has run out is cut at the next beat', async () => {
  const { attach, sees, stored, time } = aGuardFeed()
  const [good, bad] = [attach(null, 'good'), attach(null, 'bad')]
  await sees(good, 'hello 0')
  await sees(bad, 'hello 0')

  time.advance(5_000)
  const beats = good.heartbeats
  stored.refused.add('bad')
  time.advance(2_500)
  await expect.poll(() => bad.isOpen, { interval: 1 }).toBe(false)

  expect(beats).toBe(2)
  expect(good.isOpen).toBe(true)
})

test('a store that fails cuts the readers, which come back and miss nothing', async () => {
  const { attach, sees, stored, errors } = aGuardFeed()
  stored.close()
  stored.failure = new Error('The disk is gone.')

  const greeted = attach('0')
  await expect.poll(() => greeted.isOpen, { interval: 1 }).toBe(false)
  stored.failure = undefined
  stored.onRead = () => {
    stored.onRead = () => {}
    throw new Error('The disk is gone again.')
  }
  const resumed = attach('0')
  await expect.poll(() => resumed.isOpen, { interval: 1 }).toBe(false)

  await sees(attach('0'), 'hello 0', 'closed 1')
  expect(errors).toHaveLength(2)
})

test('cutting a source lets go of its guards, and draining of all; whoever comes then is let go at once', async () => {
  const { attach, feeds, sees } = aGuardFeed()
  const first = attach()
  await sees(first, 'hello 0')

  feeds.cut('portal')
  const second = attach()
  await sees(second, 'hello 0')
  feeds.drain()

  expect([first.isOpen, second.isOpen, attach().isOpen]).toEqual([false, false, false])
  expect(feeds.held('portal')).toBe(0)
})

test('a thousand feeds are enough for one source: the oldest goes for one more', async () => {
  const { attach, feeds } = aGuardFeed()
  const guards = Array.from({ length: 1_001 }, () => attach())

  expect(feeds.held('portal')).toBe(1_000)
  expect(guards[0]?.isOpen).toBe(false)
})

test('a guard is told who is kept out when it comes and whenever that changes, and not why', async () => {
  const { attach, sees, stored, feeds } = aGuardFeed()
  const hold: Hold = {
    id: 'hold',
    subject: { kind: 'user', userId: 'grace' },
    reason: 'A reason for the audit',
    messageToUser: 'Call 4711.',
    heldBy: null,
    createdAt: new Date('2026-03-02T14:00:00.000Z'),
    endsAt: new Date('2026-03-02T14:04:00.000Z'),
    liftedAt: null,
    liftedBy: null,
    closureId: null,
  }
  stored.standing = [hold]

  const guard = attach()
  await sees(guard, 'hello 0', 'holds undefined')
  stored.standing = []
  feeds.tellHolds()
  await sees(guard, 'hello 0', 'holds undefined', 'holds undefined')

  const told = Array.from(guard.text.matchAll(/event: holds\ndata: (.*)\n/g), ([, data = '']) => JSON.parse(data))
  expect(told).toEqual([{ holds: [{ userId: 'grace', endsInMs: 60_000, messageToUser: 'Call 4711.' }] }, { holds: [] }])
  expect(guard.text).not.toContain('for the audit')
})
