import type { SourceKey, SourceView } from '@curfew/contract'
import { expect, test } from 'vitest'
import { aCurfew, codeOf } from '../api.test-kit.ts'

const portal = { name: 'portal', kinds: ['operations-console', 'self-service-console'] }

test('a source is registered with a key that is shown once, and listed with what is known of it', async () => {
  const curfew = aCurfew()
  const ada = await curfew.browser()

  const created = await ada.ask('POST', '/api/sources', { body: portal })
  const { source, key } = (await created.json()) as SourceKey
  const list = await ada.ask('GET', '/api/sources')

  expect(created.status).toBe(201)
  expect(key).toMatch(/^cfk_[\w-]{43}$/)
  expect(source).toMatchObject({
    name: 'portal',
    kinds: ['self-service-console', 'operations-console'],
    channel: 'guard-feed',
    leaseMs: 5_000,
    silent: false,
    openSessions: 0,
    pendingDeliveries: 0,
    guards: 0,
    lastSeenAt: null,
    keys: [{ createdAt: curfew.now().toISOString(), expiresAt: null, lastUsedAt: null }],
  })
  expect(await list.json()).toEqual({ items: [source] })
  expect(await codeOf(await ada.ask('POST', '/api/sources', { body: portal }))).toBe('source-name-taken')
})

test('what is not listed is not counted, and makes no source silent', async () => {
  const curfew = aCurfew()
  const ada = await curfew.browser()
  const { source, ask } = await curfew.source({ kinds: ['operations-console', 'authentication-agent'] })
  const read = async () => (await (await ada.ask('GET', `/api/sources/${source.id}`)).json()) as SourceView
  const register = (handle: string, more: object) =>
    ask('POST', '/source/sessions', {
      body: { sessions: [{ handle, kind: 'operations-console', userId: 'grace', idleLimitSeconds: 600, ...more }] },
    })
  await register('hidden', {})
  await register('never', { kind: 'authentication-agent' })
  curfew.pass(100)
  const unlisted = await read()
  await register('seen', { superAdminCredentials: true })
  const listed = await read()
  await ask('POST', '/source/sessions/end', { body: { sessions: [{ handle: 'hidden' }, { handle: 'seen' }] } })
  const ended = await read()

  expect(unlisted).toMatchObject({ openSessions: 0, pendingDeliveries: 0, silent: false })
  expect(listed).toMatchObject({ openSessions: 1, lastSeenAt: curfew.now().toISOString() })
  expect(ended).toMatchObject({ openSessions: 0, pendingDeliveries: 1 })
})

test('a source gone silent is shown, and one that speaks again is not', async () => {
  const curfew = aCurfew()
  const { source, ask } = await curfew.source()
  const body = { sessions: [{ handle: 'one', kind: 'self-service-console', userId: 'grace' }] }
  await ask('POST', '/source/sessions', { body })
  curfew.pass(61)
  const ada = await curfew.browser()
  const isSilent = async () => ((await (await ada.ask('GET', `/api/sources/${source.id}`)).json()) as SourceView).silent

  const before = await isSilent()
  await ask('POST', '/source/sessions', { body })

  expect([before, await isSilent()]).toEqual([true, false])
})

test('a key that goes on for a while is shown with its end, and not beyond it', async () => {
  const curfew = aCurfew()
  const ada = await curfew.browser()
  const { source } = await curfew.source()

  const rotated = await ada.ask('POST', `/api/sources/${source.id}/keys`, { body: { overlapSeconds: 60 } })
  const { keys } = ((await rotated.json()) as SourceKey).source
  curfew.pass(60)
  const later = (await (await ada.ask('GET', `/api/sources/${source.id}`)).json()) as SourceView

  expect(rotated.status).toBe(201)
  expect(keys.map(({ expiresAt }) => expiresAt)).toEqual([null, curfew.now().toISOString()])
  expect(later.keys).toHaveLength(1)
})

test('guards that listen are counted, and one whose source changes comes back for what is new', async () => {
  const curfew = aCurfew()
  const ada = await curfew.browser()
  const { source, ask } = await curfew.source()
  const feed = await ask('GET', '/source/feed?guard=guard-one')
  const text = feed.text()

  const before = (await (await ada.ask('GET', `/api/sources/${source.id}`)).json()) as SourceView
  const changed = await ada.ask('PATCH', `/api/sources/${source.id}`, { body: { leaseMs: 1_000, name: 'renamed' } })

  expect(before.guards).toBe(1)
  expect(await changed.json()).toMatchObject({ guards: 0, leaseMs: 1_000, name: 'renamed' })
  expect(await text).toContain('event: hello')
})

test('every change is in the audit, with who made it and without a key', async () => {
  const curfew = aCurfew()
  const ada = await curfew.browser()
  const written: string[] = []
  const real = { ...curfew.store }
  curfew.store.createSource = async (source, audit) => {
    written.push(`${audit.actor?.userId} ${audit.act} ${JSON.stringify(audit.detail)}`)
    return real.createSource(source, audit)
  }

  const { key } = (await (await ada.ask('POST', '/api/sources', { body: portal })).json()) as SourceKey

  expect(written).toEqual([
    'ada source-created {"name":"portal","kinds":"self-service-console operations-console","via":null,"toldBy":"guard-feed","leaseMs":5000}',
  ])
  expect(written.join()).not.toContain(key)
})
