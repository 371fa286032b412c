import { backChannelSettings, type NewSourceRequest, radiusSettings } from '@curfew/contract'
import { expect, test, vi } from 'vitest'
import { aRegistry } from './a-registry.test-kit.ts'
import { anActor } from './cast/index.ts'
import { hashCredential } from './credential.ts'
import { recognizeSource } from './recognize-source.ts'
import { createSeenBuffer } from './seen.ts'
import { changeSource, createNas, createSource, listSources, readSource, rotateSourceKey } from './sources.ts'

const portal: NewSourceRequest = {
  name: 'portal',
  kinds: ['operations-console', 'self-service-console', 'self-service-console'],
  via: null,
  toldBy: 'guard-feed',
  leaseMs: 5_000,
}

test('a source is registered with a key that is shown once and kept as its hash', async () => {
  const { ports, time, store } = aRegistry()

  const { source, key } = await createSource(ports, portal, anActor())

  expect(key).toMatch(/^cfk_[A-Za-z0-9_-]{43}$/)
  expect(source).toMatchObject({
    name: 'portal',
    kinds: ['self-service-console', 'operations-console'],
    channel: 'guard-feed',
    longestLeaseMs: 5_000,
    createdAt: time.clock(),
  })
  expect(source.keys.map(({ hash }) => hash)).toEqual([await hashCredential(key)])
  expect(JSON.stringify(await store.sources())).not.toContain(key)
  expect(await recognizeSource(ports, key)).toEqual({ source, keyId: source.keys[0]?.id })
})

test('names are unique as they look, and Curfew keeps its own', async () => {
  const { ports } = aRegistry()
  const created = await createSource(ports, { ...portal, name: 'caf\u00e9' }, anActor())

  const attempts = await Promise.allSettled([
    createSource(ports, { ...portal, name: 'cafe\u0301' }, anActor()),
    createSource(ports, { ...portal, name: 'curfew' }, anActor()),
    changeSource(ports, created.source.id, { name: 'curfew' }, anActor()),
  ])

  for (const attempt of attempts)
    expect(attempt).toMatchObject({ status: 'rejected', reason: { code: 'source-name-taken' } })
})

test('a kind that cannot come from a source is not granted, at first or later', async () => {
  const { ports } = aRegistry()
  const { source } = await createSource(ports, portal, anActor())

  const attempts = await Promise.allSettled([
    createSource(ports, { ...portal, name: 'nas', kinds: ['radius'] }, anActor()),
    changeSource(ports, source.id, { kinds: ['security-console'] }, anActor()),
  ])

  for (const attempt of attempts)
    expect(attempt).toMatchObject({ status: 'rejected', reason: { code: 'invalid-request' } })
  expect((await listSources(ports)).map((report) => report.source)).toEqual([source])
})

test('a new key leaves the old one its overlap, and with none of it the old one opens nothing', async () => {
  const { ports, time } = aRegistry()
  const first = await createSource(ports, portal, anActor())

  const second = await rotateSourceKey(ports, first.source.id, 60, anActor())
  const during = [await recognizeSource(ports, first.key), await recognizeSource(ports, second.key)]
  time.advance(60_000)
  const after = [await recognizeSource(ports, first.key), await recognizeSource(ports, second.key)]
  const third = await rotateSourceKey(ports, first.source.id, 0, anActor())
  const replaced = [await recognizeSource(ports, second.key), await recognizeSource(ports, third.key)]

  expect(during.map((one) => one !== null)).toEqual([true, true])
  expect(after.map((one) => one !== null)).toEqual([false, true])
  expect(replaced.map((one) => one !== null)).toEqual([false, true])
})

test('keys of a disabled source open nothing until it is enabled', async () => {
  const { ports } = aRegistry()
  const { source, key } = await createSource(ports, portal, anActor())

  await changeSource(ports, source.id, { disabled: true }, anActor())
  const disabled = await recognizeSource(ports, key)
  await changeSource(ports, source.id, { disabled: false }, anActor())

  expect(disabled).toBe(null)
  expect(await recognizeSource(ports, key)).not.toBe(null)
})

test('what is no key of ours is not looked up, and what is not there is not found', async () => {
  const { ports } = aRegistry()

  for (const key of ['', 'cfk_', `cfk_${'A'.repeat(43)}`, `curfew_a_${'A'.repeat(43)}`])
    expect(await recognizeSource(ports, key)).toBe(null)
  await expect(readSource(ports, 'no such id')).rejects.toMatchObject({ code: 'not-found' })
  await expect(changeSource(ports, 'no such id', {}, anActor())).rejects.toMatchObject({ code: 'not-found' })
  await expect(rotateSourceKey(ports, 'no such id', 0, anActor())).rejects.toMatchObject({ code: 'not-found' })
})

test('calls are noted for each key, and written together after a while', async () => {
  const { ports, time, store } = aRegistry()
  const { source } = await createSource(ports, portal, anActor())
  const keyId = source.keys[0]?.id ?? ''
  const seen = createSeenBuffer({ store, setTimer: time.setTimer })

  seen.note(source.id, keyId, time.clock())
  time.advance(1_000)
  const last = time.clock()
  seen.note(source.id, keyId, last)
  const before = (await store.sourceById(source.id))?.lastSeenAt
  time.advance(4_000)
  await seen.stop()

  expect(before).toBe(null)
  expect(await store.sourceById(source.id)).toMatchObject({ lastSeenAt: last, keys: [{ lastUsedAt: last }] })
})

test('calls that cannot be written are passed over, and later ones are written', async () => {
  const { ports, time, store } = aRegistry()
  const { source } = await createSource(ports, portal, anActor())
  const errors: unknown[] = []
  const real = { ...store }
  store.noteSourcesSeen = () => Promise.reject(new Error('The disk is full.'))
  const seen = createSeenBuffer({ store, setTimer: time.setTimer, onError: (error) => errors.push(error) })

  seen.note(source.id, source.keys[0]?.id ?? '', time.clock())
  time.advance(5_000)
  await expect.poll(() => errors.length, { interval: 1 }).toBe(1)
  store.noteSourcesSeen = (batch) => real.noteSourcesSeen(batch)
  seen.note(source.id, source.keys[0]?.id ?? '', time.clock())
  await seen.stop()
  seen.note(source.id, source.keys[0]?.id ?? '', new Date('2030-01-01T00:00:00.000Z'))

  expect((await store.sourceById(source.id))?.lastSeenAt).toEqual(time.clock())
})

test('a NAS is registered without a key; its new secret leaves the one before it good for a day, and the audit names neither', async () => {
  const { ports, store } = aRegistry()
  const written = vi.spyOn(store, 'changeSource')
  const settings = radiusSettings.parse({ networks: ['192.0.2.1'], secret: 'first secret' })
  const { id } = await createNas(ports, { name: 'vpn-1', radius: settings }, anActor())

  const changed = await changeSource(
    ports,
    id,
    { radius: { secret: 'second secret', disconnectPort: null } },
    anActor(),
  )

  expect(changed.keys).toEqual([])
  expect(changed.channel).toBe('radius-disconnect')
  expect(changed.radius).toMatchObject({ secret: 'second secret', disconnectPort: null, networks: ['192.0.2.1'] })
  expect(changed.radius?.former?.secret).toBe('first secret')
  expect(JSON.stringify(written.mock.lastCall?.[2])).not.toMatch(/first secret|second secret/)
})

test('two administrators who change one NAS at the same time take nothing back of one another', async () => {
  const { ports, store } = aRegistry()
  const settings = radiusSettings.parse({ networks: ['192.0.2.1'], secret: 'first secret' })
  const { id } = await createNas(ports, { name: 'vpn-1', radius: settings }, anActor())
  const shop: NewSourceRequest = { ...portal, name: 'shop', toldBy: 'back-channel' }
  const uri = 'https://shop.example/logout'
  const backChannel = backChannelSettings.parse({ uri, audience: 'shop', issuer: 'https://op.example' })
  const { source } = await createSource(ports, { ...shop, backChannel }, anActor())
  const audited = vi.spyOn(store, 'changeSource')

  await Promise.all([
    changeSource(ports, id, { radius: { secret: 'second secret' } }, anActor()),
    changeSource(ports, id, { radius: { disconnectPort: 1700 }, name: 'vpn-2' }, anActor()),
    changeSource(ports, source.id, { backChannel: { audience: 'another' } }, anActor()),
    changeSource(ports, source.id, { backChannel: { honoursSub: true } }, anActor()),
  ])

  const nas = await store.sourceById(id)
  expect(nas).toMatchObject({ name: 'vpn-2', radius: { secret: 'second secret', disconnectPort: 1700 } })
  expect(nas?.radius?.former?.secret).toBe('first secret')
  expect((await store.sourceById(source.id))?.backChannel).toMatchObject({
    audience: 'another',
    honoursSub: true,
  })
  expect(audited.mock.calls.length).toBeGreaterThan(4)
  expect(audited.mock.calls.flatMap(([, , { detail }]) => detail['radius'] ?? [])).toContain('disconnectPort')
})

test('two NASes cannot have one network, however it is written, and a network within another is none', async () => {
  const { ports } = aRegistry()
  const nas = (name: string, networks: readonly string[]) =>
    createNas(ports, { name, radius: radiusSettings.parse({ networks, secret: 'a long secret' }) }, anActor())
  const first = await nas('vpn-1', ['2001:DB8::/48', '192.0.2.9/24', '192.0.2.1/24'])
  const within = await nas('vpn-2', ['192.0.2.9'])

  const attempts = await Promise.allSettled([
    nas('vpn-3', ['10.0.0.1', '2001:db8:0:5::/48']),
    nas('vpn-4', ['::ffff:192.0.2.0/120']),
    changeSource(ports, within.id, { radius: { networks: ['192.0.2.77/24'] } }, anActor()),
  ])
  const itself = await changeSource(ports, first.id, { radius: { networks: ['192.0.2.0/24'] } }, anActor())

  expect(first.radius?.networks).toEqual(['2001:db8::/48', '192.0.2.0/24'])
  for (const attempt of attempts)
    expect(attempt).toMatchObject({
      status: 'rejected',
      reason: { code: 'nas-network-taken', message: expect.stringContaining('"vpn-1" has ') },
    })
  expect((await listSources(ports)).map(({ source }) => source.name)).toEqual(['vpn-1', 'vpn-2'])
  expect(itself.radius?.networks).toEqual(['192.0.2.0/24'])
})

test('a source that is no NAS takes no RADIUS settings, and a NAS gets no key', async () => {
  const { ports } = aRegistry()
  const { source } = await createSource(ports, portal, anActor())
  const nas = await createNas(
    ports,
    { name: 'vpn-2', radius: radiusSettings.parse({ networks: ['::1'], secret: 'a secret' }) },
    anActor(),
  )

  await expect(changeSource(ports, source.id, { radius: { disconnectPort: 1700 } }, anActor())).rejects.toMatchObject({
    code: 'invalid-request',
  })
  await expect(rotateSourceKey(ports, nas.id, 0, anActor())).rejects.toMatchObject({ code: 'invalid-request' })
})
