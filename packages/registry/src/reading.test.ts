import { expect, test } from 'vitest'
import { aChannel, aRegistry, closeSessions } from './a-registry.test-kit.ts'
import { registerSessions } from './begin.ts'
import { aNewSession, anActor } from './cast/index.ts'
import { listClosures, listReceipts, readClosure, retryDeliveries } from './closures.ts'
import { deliverDue } from './deliver.ts'
import { allListed } from './listing.ts'
import { listSessions, readSession, summarizeSessions } from './reading.ts'

const scope = allListed
const minute = 60_000

test('a search that finds nothing says how many match when case is ignored; one that finds something does not ask', async () => {
  const { ports } = aRegistry()
  await registerSessions(ports, [aNewSession({ userId: 'admin' }), aNewSession({ userId: 'Administrator' })])
  const totals = async (value: string, operator: 'contains' | 'containsIgnoringCase' = 'contains') => {
    const filters = [{ field: 'userId', operator, value } as const]
    const { total, totalIgnoringCase } = await summarizeSessions(ports, { filters, scope })
    return [total, totalIgnoringCase]
  }

  expect(await totals('ADMIN')).toEqual([0, 2])
  expect(await totals('admin')).toEqual([1, null])
  expect(await totals('nobody')).toEqual([0, 0])
  expect(await totals('NOBODY', 'containsIgnoringCase')).toEqual([0, null])
})

test('a search without text does not ask about case', async () => {
  const { ports } = aRegistry()
  const filters = [{ field: 'kind', operator: 'equals', value: 'radius' } as const]

  expect(await summarizeSessions(ports, { filters, scope })).toMatchObject({ total: 0, totalIgnoringCase: null })
})

test('what is never listed is stated, whatever there is', async () => {
  const { ports } = aRegistry()

  expect((await summarizeSessions(ports, { filters: [], scope })).notListed).toHaveLength(2)
})

test('an expired session is on no page although no sweep has run', async () => {
  const { ports, time } = aRegistry()
  const [short, long] = [
    aNewSession({ loggedOnAt: time.clock(), idleLimitSeconds: 60 }),
    aNewSession({ loggedOnAt: time.clock() }),
  ]
  await registerSessions(ports, [short, long])
  const sort = [{ field: 'userId', descending: false }] as const
  const page = async () => {
    const { items } = await listSessions(ports, { filters: [], scope, sort, limit: 10, cursor: null })
    return items.map(({ id }) => id)
  }

  expect(await page()).toEqual([short.id, long.id])
  time.advance(minute)
  expect(await page()).toEqual([long.id])
  expect(await readSession(ports, short.id, scope)).toMatchObject({
    session: { status: 'closed' },
    ending: { ending: 'idle-limit', at: time.clock() },
  })
})

test('the timeline tells the life of a session from logon to proof, oldest first', async () => {
  const { ports, store, time } = aRegistry({ channels: [aChannel('guard-feed')] })
  const session = aNewSession({ loggedOnAt: time.clock() })
  await registerSessions(ports, [session])
  time.advance(minute)
  await store.recordActivity([{ sessionId: session.id, at: time.clock() }])
  time.advance(minute)
  await closeSessions(ports, [session.id])
  time.advance(20)
  await deliverDue(ports)
  const [delivery] = await store.deliveriesOfSession(session.id)
  time.advance(20)
  await store.advanceDeliveries([{ deliveryId: delivery?.id ?? '', to: 'acknowledged', at: time.clock() }])

  const { timeline, ending } = await readSession(ports, session.id, scope)

  expect(timeline.map(({ what, who, detail }) => [what, who, detail])).toEqual([
    ['logged-on', 'portal', '10.20.3.4'],
    ['last-activity', '', ''],
    ['ended', 'grace.hopper', 'Incident 12'],
    ['told', 'portal', ''],
    ['acknowledged', 'portal', ''],
  ])
  expect(timeline.toSorted((one, other) => one.at.getTime() - other.at.getTime())).toEqual(timeline)
  expect(ending?.ending).toBe('closure')
})

test('a timeline says who was unreachable or refused, and why', async () => {
  const { ports } = aRegistry({
    channels: [
      aChannel('guard-feed', () => ({ to: 'unreachable', cause: 'No guard is connected.' })),
      aChannel('radius-disconnect', () => ({ to: 'refused', cause: 'Session-Context-Not-Found (503)' })),
    ],
  })
  const radius = aNewSession({ kind: 'radius', sourceId: 'vpn-1', source: 'vpn-1' })
  const portal = aNewSession()
  await registerSessions(ports, [radius, portal])
  await closeSessions(ports, [radius.id, portal.id])
  await deliverDue(ports)
  const lastOf = async (id: string) => (await readSession(ports, id, scope)).timeline.at(-1)

  expect(await lastOf(radius.id)).toMatchObject({
    what: 'refused',
    who: 'vpn-1',
    detail: 'Session-Context-Not-Found (503)',
  })
  expect(await lastOf(portal.id)).toMatchObject({
    what: 'unreachable',
    who: 'portal',
    detail: 'No guard is connected.',
  })
})

test('closures are listed newest first with the counts of their proof, and their receipts on request', async () => {
  const { ports, time } = aRegistry({ channels: [aChannel('guard-feed')] })
  const [one, other] = [aNewSession(), aNewSession()]
  await registerSessions(ports, [one, other])
  const first = await closeSessions(ports, [one.id])
  await deliverDue(ports)
  time.advance(1)
  const second = await closeSessions(ports, [other.id])

  const { items } = await listClosures(ports, { limit: 10, cursor: null, scope })

  expect(items).toMatchObject([
    { closure: { id: second.id }, counts: { pending: 1, total: 1 } },
    { closure: { id: first.id }, counts: { sent: 1, total: 1 } },
  ])
  expect(await readClosure(ports, first.id, scope)).toEqual(items[1])
  const request = { closureId: first.id, statuses: [], limit: 10, cursor: null, scope }
  expect((await listReceipts(ports, request)).items).toMatchObject([{ sessionId: one.id, userId: 'ada.lovelace' }])
})

test('trying again makes the unreachable due at once', async () => {
  let isUp = false
  const feed = aChannel('guard-feed', () => (isUp ? { to: 'sent' } : { to: 'unreachable', cause: 'No guard.' }))
  const { ports, seen } = aRegistry({ channels: [feed] })
  const session = aNewSession()
  await registerSessions(ports, [session])
  const closure = await closeSessions(ports, [session.id])
  await deliverDue(ports)
  isUp = true
  seen.wakes = 0

  const report = await retryDeliveries(ports, closure.id, anActor(), scope)

  expect(report.counts).toMatchObject({ pending: 1, unreachable: 0 })
  expect(seen.wakes).toBe(1)
  expect(await deliverDue(ports)).toBe(1)
})

test('a closure that does not exist is not found, however one asks for it', async () => {
  const { ports } = aRegistry()
  const request = { closureId: 'nonsense', statuses: [], limit: 10, cursor: null, scope }

  for (const asking of [
    readClosure(ports, 'nonsense', scope),
    listReceipts(ports, request),
    retryDeliveries(ports, 'nonsense', anActor(), scope),
  ])
    await expect(asking).rejects.toMatchObject({ code: 'not-found' })
})
