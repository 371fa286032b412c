import { createMemoryStore } from '@curfew/store/memory'
import { expect, test, vi } from 'vitest'
import { aChannel, aFailingStore, aRegistry, closeSessions } from './a-registry.test-kit.ts'
import { registerSessions } from './begin.ts'
import { aNewSession, anActor } from './cast/index.ts'
import { createDeliverer, deliverDue } from './deliver.ts'
import type { RegistryPorts, TellOutcome } from './ports.ts'
import { deliveriesFor, recipientsOf } from './recipients.ts'
import { retry } from './retry.ts'
import { type NewSession, ownSource } from './session.ts'
import { realTimer } from './timer.ts'

const atSource = (sourceId: string) => aNewSession({ sourceId, source: sourceId })
const atConsole = () => aNewSession({ kind: 'security-console', sourceId: ownSource.id, source: ownSource.name })

async function close(ports: RegistryPorts, sessions: readonly NewSession[], messageToUser: string | null = null) {
  await registerSessions(ports, sessions)
  return closeSessions(
    ports,
    sessions.map(({ id }) => id),
    messageToUser,
  )
}

async function countsOf({ store }: RegistryPorts, closureId: string) {
  return (await store.countDeliveries([closureId])).get(closureId)
}

test('who must hear of an end follows from the kind and from where the session lives', () => {
  const own = { sourceId: ownSource.id, source: ownSource.name, id: 's', handle: 'h', clientAddress: '10.7.1.2' }
  const elsewhere = { sourceId: 'x-1', source: 'x', id: 's', handle: 'h', clientAddress: '10.7.1.2' }
  const itself = { recipient: 's', recipientName: '10.7.1.2' }
  const source = { recipient: 'x-1', recipientName: 'x', isPushed: true }

  expect(recipientsOf({ kind: 'security-console', ...own })).toEqual([
    { channel: 'event-stream', ...itself, isPushed: true },
  ])
  expect(recipientsOf({ kind: 'api', ...own })).toEqual([{ channel: 'next-call', ...itself, isPushed: false }])
  expect(recipientsOf({ kind: 'authentication-agent', ...elsewhere })).toEqual([])
  expect(recipientsOf({ kind: 'radius', ...elsewhere })).toEqual([{ channel: 'radius-disconnect', ...source }])
  // One of the NASes behind a source must not wait for another.
  expect(recipientsOf({ kind: 'radius', ...elsewhere, handle: '00@1@ap-7' })).toMatchObject([{ recipient: 'x-1 ap-7' }])
  for (const kind of [
    'self-service-console',
    'operations-console',
    'token-management-snap-in',
    'risk-based-authentication',
  ] as const)
    expect(recipientsOf({ kind, ...elsewhere })).toEqual([{ channel: 'guard-feed', ...source }])
})

test('nobody is told what they know, and nothing is to be proved about a program that went by itself', () => {
  const endings = ['closure', 'logoff', 'idle-limit', 'source', 'account-disabled'] as const
  const told = (session: NewSession) =>
    endings.filter((ending) => deliveriesFor(session, undefined, ending, new Date(0), () => 'id').length > 0)

  expect(told(aNewSession({ kind: 'api', sourceId: ownSource.id }))).toEqual(['closure', 'account-disabled'])
  expect(told(atConsole())).toEqual(['closure', 'logoff', 'idle-limit', 'account-disabled'])
  // One guard of the source knows; its others do not.
  expect(told(atSource('portal'))).toEqual(endings)
  expect(told(aNewSession({ kind: 'radius', sourceId: 'vpn-1' }))).not.toContain('source')
})

test('what is due is told once, with the receipt and the farewell, and stored as sent', async () => {
  const stream = aChannel('event-stream')
  const { ports, time, changes } = aRegistry({ channels: [stream] })
  const session = atConsole()
  const closure = await close(ports, [session], 'Back at noon.')
  changes.length = 0
  time.advance(5)

  expect(await deliverDue(ports)).toBe(1)
  expect(await deliverDue(ports)).toBe(0)

  expect(stream.told).toMatchObject([{ session: { id: session.id }, farewell: { messageToUser: 'Back at noon.' } }])
  expect(stream.told[0]?.receipt).toContain(stream.told[0]?.delivery.id)
  expect(await ports.store.deliveriesOfSession(session.id)).toMatchObject([
    { status: 'sent', sentAt: time.clock(), attempts: 1, nextAttemptAt: null },
  ])
  expect(changes).toEqual([{ closureIds: [closure.id] }])
})

test('a program on the API is not gone after: its delivery waits for its next call', async () => {
  const { ports } = aRegistry()
  const program = aNewSession({ kind: 'api', sourceId: ownSource.id })
  await close(ports, [program])

  expect(await deliverDue(ports)).toBe(0)
  expect(await ports.store.deliveriesOfSession(program.id)).toMatchObject([{ channel: 'next-call', status: 'pending' }])
})

test('an unreachable recipient is tried again later and later, until it is reached', async () => {
  let isUp = false
  const feed = aChannel('guard-feed', () => (isUp ? { to: 'acknowledged' } : { to: 'unreachable', cause: 'No guard.' }))
  const { ports, time } = aRegistry({ channels: [feed] })
  const closure = await close(ports, [atSource('portal')])

  await deliverDue(ports)
  expect(await countsOf(ports, closure.id)).toMatchObject({ unreachable: 1 })
  expect(await deliverDue(ports)).toBe(0)
  time.advance(1_000)
  expect(await deliverDue(ports)).toBe(1)
  isUp = true
  time.advance(2_000)
  expect(await deliverDue(ports)).toBe(1)

  const [delivery] = await ports.store.deliveriesOfSession(feed.told[0]?.session.id ?? '')
  expect(delivery).toMatchObject({ status: 'acknowledged', attempts: 3, cause: '' })
})

test('a channel that throws, one that answers too little and one that is missing make their deliveries unreachable', async () => {
  const stream = aChannel('event-stream')
  const { ports } = aRegistry({
    channels: [
      { channel: 'guard-feed', tell: () => Promise.reject(new Error('Broken.')) },
      { channel: 'event-stream', tell: async (logoffs) => (await stream.tell(logoffs)).slice(1) },
    ],
  })
  const closure = await close(ports, [
    atSource('portal'),
    aNewSession({ kind: 'radius', sourceId: 'vpn-1' }),
    atConsole(),
  ])

  expect(await deliverDue(ports)).toBe(3)

  expect(await countsOf(ports, closure.id)).toMatchObject({ unreachable: 3, total: 3 })
  const { items } = await ports.store.receipts(closure.id, [], 10, null)
  expect(new Set(items.map(({ cause }) => cause)).size).toBe(3)
})

test('many thousands are told in batches, each exactly once', async () => {
  const sizes: number[] = []
  const feed = aChannel('guard-feed')
  const { ports } = aRegistry({
    channels: [
      {
        channel: 'guard-feed',
        tell: (logoffs) => {
          sizes.push(logoffs.length)
          return feed.tell(logoffs)
        },
      },
    ],
  })
  const closure = await close(
    ports,
    Array.from({ length: 3_456 }, () => atSource('portal')),
  )

  expect(await deliverDue(ports)).toBe(3_456)

  expect(new Set(feed.told.map(({ delivery }) => delivery.id)).size).toBe(3_456)
  expect(feed.told).toHaveLength(3_456)
  expect(Math.max(...sizes)).toBe(1_000)
  expect(await countsOf(ports, closure.id)).toMatchObject({ sent: 3_456 })
})

test('a channel that tells one by one gets no more of one recipient than it asks for, and keeps none waiting for another', async () => {
  const asked = new Map<string, (() => void)[]>()
  const { ports, store } = aRegistry({
    channels: [
      {
        channel: 'radius-disconnect',
        atOnce: 3,
        tell: ([logoff]) =>
          new Promise((resolve) => {
            const recipient = logoff?.delivery.recipient ?? ''
            asked.set(recipient, [...(asked.get(recipient) ?? []), () => resolve([{ to: 'acknowledged' }])])
          }),
      },
    ],
  })
  const nas = (sourceId: string) => aNewSession({ kind: 'radius', sourceId, source: sourceId })
  const sessions = Array.from({ length: 10 }, () => nas('mute')).concat(Array.from({ length: 10 }, () => nas('quick')))
  const closure = await close(ports, sessions)
  const deliverer = createDeliverer(ports, {
    setTimer: realTimer,
    random: () => 0,
    onError: () => {},
    onStored: () => {},
  })

  const begun: number[] = []
  for (let acknowledged = 0; acknowledged < 10; ) {
    begun.push(await deliverer.begin())
    const answers = asked.get('quick')?.splice(0) ?? []
    for (const answer of answers) answer()
    acknowledged += answers.length
    await expect.poll(() => countsOf(ports, closure.id), { interval: 1 }).toMatchObject({ acknowledged })
  }

  expect(begun).toEqual([6, 3, 3, 1])
  expect(asked.get('mute')).toHaveLength(3)
  expect((await store.recipientQueues()).map(({ recipient, waiting }) => [recipient, waiting])).toEqual([
    ['mute', 10],
    ['quick', 0],
  ])
  for (const answer of asked.get('mute') ?? []) answer()
  await deliverer.settled()
})

test('a recipient that is silent is tried by two at a time, and all that waited is told as soon as it answers', async () => {
  let isUp = false
  const told: number[] = []
  const silent: TellOutcome = { to: 'unreachable', cause: 'No answer.' }
  const { ports, time } = aRegistry({
    channels: [
      {
        channel: 'radius-disconnect',
        atOnce: 8,
        async tell(logoffs) {
          told.push(time.clock().getTime())
          return logoffs.map(() => (isUp ? { to: 'acknowledged' } : silent))
        },
      },
    ],
  })
  const nas = () => aNewSession({ kind: 'radius', sourceId: 'vpn-1', source: 'vpn-1' })
  const closure = await close(ports, Array.from({ length: 100 }, nas))

  const first = await deliverDue(ports)
  const probes: number[] = []
  for (let count = 0; count < 4; count += 1) {
    time.advance(60_000)
    probes.push(await deliverDue(ports))
  }
  isUp = true
  time.advance(60_000)
  const then = await deliverDue(ports)

  expect(first).toBe(8)
  expect(probes).toEqual([2, 2, 2, 2])
  expect(then).toBe(100)
  expect(await countsOf(ports, closure.id)).toMatchObject({ acknowledged: 100 })
})

test('what a silent recipient has kept waiting for a day is given up in words, and tried again when somebody asks', async () => {
  const channel = aChannel('radius-disconnect', () => ({ to: 'unreachable', cause: 'No answer.' }))
  const { ports, time } = aRegistry({ channels: [{ ...channel, atOnce: 4 }] })
  const nas = () => aNewSession({ kind: 'radius', sourceId: 'vpn-1', source: 'vpn-1' })
  const closure = await close(ports, Array.from({ length: 50 }, nas))
  await deliverDue(ports)
  const [waiting] = await ports.store.recipientQueues()
  time.advance(86_400_000)

  await deliverDue(ports)
  const [givenUp] = await ports.store.recipientQueues()
  const retried = await retry(ports, [{ channel: 'radius-disconnect', recipient: 'vpn-1' }], 'vpn-1', anActor())

  expect(waiting).toMatchObject({ waiting: 50, givenUp: 0 })
  expect(givenUp).toMatchObject({ waiting: 0, givenUp: 50, failures: 4 })
  expect(await countsOf(ports, closure.id)).toMatchObject({ pending: 50 })
  expect(retried).toBe(50)
})

test('when what was told cannot be stored it stays due, and is told again', async () => {
  const memory = createMemoryStore()
  const { store, mend } = aFailingStore(memory, ['advanceDeliveries'], new Error('The disk is full.'))
  const stream = aChannel('event-stream')
  const { ports } = aRegistry({ store, channels: [stream] })
  const closure = await close(ports, [atConsole()])

  await expect(deliverDue(ports)).rejects.toThrow('The disk is full.')
  mend()
  expect(await deliverDue(ports)).toBe(1)

  expect(stream.told).toHaveLength(2)
  expect(await countsOf(ports, closure.id)).toMatchObject({ sent: 1 })
})

test('while sessions are being closed, what has been learned of those that were told waits for the store', async () => {
  const written: string[] = []
  const browsers = aChannel('event-stream', () => ({ to: 'acknowledged' }))
  const { ports, store } = aRegistry({ channels: [browsers] })
  const delivering: Promise<number>[] = []
  const endSessions = store.endSessions.bind(store)
  vi.spyOn(store, 'endSessions').mockImplementation(async (batch) => {
    const ended = await endSessions(batch)
    written.push('ended')
    delivering.push(deliverDue(ports))
    await expect.poll(() => browsers.told.length).toBeGreaterThanOrEqual(Math.min(2_500, written.length * 1_000))
    await new Promise((resolve) => setTimeout(resolve))
    return ended
  })
  const advanceDeliveries = store.advanceDeliveries.bind(store)
  vi.spyOn(store, 'advanceDeliveries').mockImplementation(async (steps) => {
    written.push('learned')
    return advanceDeliveries(steps)
  })

  await close(ports, Array.from({ length: 2_500 }, atConsole))
  await Promise.all(delivering)

  expect(written.slice(0, 4)).toEqual(['ended', 'ended', 'ended', 'learned'])
})
