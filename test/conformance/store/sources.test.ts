import type { KeptKey, KeptRadius, NewSession, Source } from '@curfew/registry'
import { aNewSession } from '@curfew/registry/cast'
import { expect, test } from 'vitest'
import { aNewDelivery, anAudit, end, minutesLater, newId, now } from './acts.ts'
import { forEachStore } from './stores.ts'

function aKey(overrides: Partial<KeptKey> = {}): KeptKey {
  const id = newId('key')
  return { id, hash: `hash-of-${id}`, createdAt: now, expiresAt: null, lastUsedAt: null, ...overrides }
}

function aSource(overrides: Partial<Source> = {}): Source {
  const id = newId('source')
  return {
    id,
    name: id,
    kinds: ['self-service-console', 'operations-console'],
    via: null,
    channel: 'guard-feed',
    leaseMs: 5_000,
    longestLeaseMs: 5_000,
    disabled: false,
    createdAt: now,
    lastSeenAt: null,
    keys: [aKey()],
    radius: null,
    backChannel: null,
    openIdProvider: null,
    ...overrides,
  }
}

const someRadius: KeptRadius = {
  networks: ['192.0.2.0/24', '2001:db8::1'],
  requiresMessageAuthenticator: true,
  nasKnownBy: 'address',
  disconnectPort: null,
  disconnectAddress: '192.0.2.1',
  identifiedBy: ['Acct-Session-Id'],
  interimSeconds: null,
  missedUntilStale: 3,
  endAfterSeconds: 3_600,
  secret: 'the shared secret',
  secretChangedAt: now,
  former: null,
}

forEachStore('sources', (store) => {
  test('a source is found by its id and by the hash of its key, as it was created', async () => {
    const source = aSource({ via: 'web-tier', channel: null })

    const outcome = await store().createSource(source, anAudit('source-created'))

    expect(outcome).toBe('created')
    expect(await store().sourceById(source.id)).toEqual(source)
    expect(await store().sourceByKeyHash(source.keys[0]?.hash ?? '')).toEqual(source)
    expect(await store().sourceByKeyHash('another hash')).toBeUndefined()
    expect(await store().sourceById('no such id')).toBeUndefined()
  })

  test('a NAS has no key, is kept with its settings and both of its secrets, and is not changed back by who has read it before', async () => {
    const radius = { ...someRadius, former: { secret: 'the secret before', until: minutesLater(1440) } }
    const nas = aSource({ kinds: ['radius'], channel: 'radius-disconnect', leaseMs: 0, keys: [], radius: someRadius })
    await store().createSource(nas, anAudit('source-created'))

    const created = await store().sourceById(nas.id)
    const changed = await store().changeSource(nas.id, { radius }, anAudit('source-changed'), created)
    const stale = await store().changeSource(nas.id, { radius: someRadius }, anAudit('source-changed'), created)
    const other = await store().changeSource(nas.id, { disabled: false }, anAudit('source-changed'), created)

    expect(created).toEqual(nas)
    expect([changed, stale, other]).toEqual(['changed', 'changed-meanwhile', 'changed'])
    expect((await store().sourceById(nas.id))?.radius).toEqual(radius)
    expect((await store().sources()).find(({ id }) => id === nas.id)?.keys).toEqual([])
  })

  test('no two NASes have one network, neither from the start nor later, and what is refused changes nothing', async () => {
    const aNas = (...networks: string[]) => aSource({ keys: [], radius: { ...someRadius, networks } })
    const [first, second] = [aNas('10.7.0.0/24', '10.8.0.1'), aNas('10.9.0.0/24')]
    await store().createSource(first, anAudit('source-created'))
    await store().createSource(second, anAudit('source-created'))

    const third = aNas('10.8.0.1')
    const created = await store().createSource(third, anAudit('source-created'))
    const radius = { ...someRadius, networks: ['10.9.0.0/24', '10.7.0.0/24'] }
    const changed = await store().changeSource(second.id, { radius }, anAudit('source-changed'))
    const same = await store().changeSource(first.id, { radius: first.radius }, anAudit('source-changed'))

    expect([created, changed, same]).toEqual(['network-taken', 'network-taken', 'changed'])
    expect(await store().sourceById(third.id)).toBeUndefined()
    expect(await store().sourceById(second.id)).toEqual(second)
  })

  test('no two sources have one name, neither from the start nor by renaming; case tells names apart', async () => {
    const [portal, shop] = [aSource({ name: newId('Portal') }), aSource({ name: newId('shop') })]
    await store().createSource(portal, anAudit('source-created'))
    await store().createSource(shop, anAudit('source-created'))

    const again = await store().createSource(aSource({ name: portal.name }), anAudit('source-created'))
    const renamed = await store().changeSource(shop.id, { name: portal.name }, anAudit('source-changed'))
    const otherCase = await store().changeSource(
      shop.id,
      { name: portal.name.toLowerCase() },
      anAudit('source-changed'),
    )
    const itself = await store().changeSource(portal.id, { name: portal.name }, anAudit('source-changed'))

    expect([again, renamed, otherCase, itself]).toEqual(['name-taken', 'name-taken', 'changed', 'changed'])
    expect((await store().sourceById(shop.id))?.name).toBe(portal.name.toLowerCase())
  })

  test('sources come by name, in the order of code points', async () => {
    const prefix = newId('order')
    const names = ['b', 'A', 'a', 'ä', '\u{10000}', '\uffee'].map((name) => `${prefix}${name}`)
    for (const name of names) await store().createSource(aSource({ name }), anAudit('source-created'))

    const all = await store().sources()

    const own = all.map(({ name }) => name).filter((name) => name.startsWith(prefix))
    expect(own.map((name) => name.slice(prefix.length))).toEqual(['A', 'a', 'b', 'ä', '\uffee', '\u{10000}'])
  })

  test('a change changes what it names, and the longest lease is kept however short the present one is', async () => {
    const source = aSource()
    await store().createSource(source, anAudit('source-created'))

    await store().changeSource(source.id, { leaseMs: 20_000, disabled: true }, anAudit('source-changed'))
    await store().changeSource(source.id, { leaseMs: 1_000, kinds: ['operations-console'] }, anAudit('source-changed'))

    expect(await store().sourceById(source.id)).toEqual({
      ...source,
      kinds: ['operations-console'],
      leaseMs: 1_000,
      longestLeaseMs: 20_000,
      disabled: true,
    })
    expect(await store().changeSource('no such id', { disabled: true }, anAudit('source-changed'))).toBe('not-found')
  })

  test('a new key leaves the others the time they are given and no more; what has run out is forgotten', async () => {
    const source = aSource()
    const first = source.keys[0] ?? aKey()
    const [second, third] = [aKey({ createdAt: minutesLater(1) }), aKey({ createdAt: minutesLater(20) })]
    await store().createSource(source, anAudit('source-created'))

    const outcome = await store().addSourceKey(source.id, second, minutesLater(10), anAudit('source-key-added'))
    const both = await store().sourceById(source.id)
    await store().addSourceKey(source.id, third, minutesLater(60), anAudit('source-key-added'))

    expect(outcome).toBe('added')
    expect(both?.keys).toEqual([second, { ...first, expiresAt: minutesLater(10) }])
    expect((await store().sourceByKeyHash(second.hash))?.keys).toEqual([
      third,
      { ...second, expiresAt: minutesLater(60) },
    ])
    expect(await store().sourceByKeyHash(first.hash)).toBeUndefined()
    expect(await store().addSourceKey('no such id', aKey(), now, anAudit('source-key-added'))).toBe('not-found')
  })

  test('a key that replaces the others at once is the only one from then on', async () => {
    const source = aSource()
    const key = aKey({ createdAt: minutesLater(1) })
    await store().createSource(source, anAudit('source-created'))

    await store().addSourceKey(source.id, key, key.createdAt, anAudit('source-key-added'))

    expect((await store().sourceById(source.id))?.keys).toEqual([key])
  })

  test('when a source was seen, and its key used, only moves forward', async () => {
    const source = aSource({ keys: [aKey(), aKey()] })
    const [used, unused] = source.keys
    await store().createSource(source, anAudit('source-created'))
    const keyId = used?.id ?? ''

    await store().noteSourcesSeen([{ sourceId: source.id, keyId, at: minutesLater(5) }])
    await store().noteSourcesSeen([
      { sourceId: source.id, keyId, at: minutesLater(2) },
      { sourceId: 'no such source', keyId: 'no such key', at: minutesLater(9) },
    ])

    const seen = await store().sourceById(source.id)
    expect(seen?.lastSeenAt).toEqual(minutesLater(5))
    expect(seen?.keys).toEqual([{ ...used, lastUsedAt: minutesLater(5) }, unused])
  })

  test('only listed sessions are counted, and only while they are open', async () => {
    const sourceId = newId('source')
    const session = (overrides: Partial<NewSession>) => aNewSession({ sourceId, ...overrides })
    const [one, other, ended] = [session({}), session({ status: 'abandoned-in-progress' }), session({})]
    await store().register([
      one,
      other,
      ended,
      session({ kind: 'authentication-agent' }),
      session({ kind: 'operations-console' }),
      session({ kind: 'operations-console', superAdminCredentials: true }),
    ])
    await end(store(), [ended.id])

    const counts = await store().countBySource()

    expect(counts.get(sourceId)).toEqual({ openSessions: 3, pendingDeliveries: 0 })
  })

  test('what a source has not acknowledged is counted, of listed sessions only', async () => {
    const sourceId = newId('source')
    const toFeed = () => [aNewDelivery({ channel: 'guard-feed', recipient: sourceId })]
    const sessions = [
      aNewSession({ sourceId }),
      aNewSession({ sourceId }),
      aNewSession({ sourceId, kind: 'operations-console' }),
      aNewSession({ sourceId }),
    ]
    await store().register(sessions)
    await end(
      store(),
      sessions.map(({ id }) => id),
      { deliveries: toFeed },
    )
    const before = (await store().countBySource()).get(sourceId)

    await store().acknowledgeFeed(sourceId, 2, now, 100)

    expect(before).toEqual({ openSessions: 0, pendingDeliveries: 3 })
    expect((await store().countBySource()).get(sourceId)).toEqual({ openSessions: 0, pendingDeliveries: 1 })
  })
})
