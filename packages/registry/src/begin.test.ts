import { expect, test } from 'vitest'
import { aRegistry } from './a-registry.test-kit.ts'
import { beginSession, registerSessions } from './begin.ts'
import { aNewSession, anActor, aPerson } from './cast/index.ts'
import { hashCredential, newCredential } from './credential.ts'
import { endSessionsOfUser } from './end.ts'

const logon = { ...aPerson(), clientAddress: '10.7.1.2', userAgent: 'curl/8', credentialHash: 'hash' } as const

test('a session of Curfew itself begins listed, active and with the usual limits', async () => {
  const { ports, store, time, changes } = aRegistry()

  const session = await beginSession(ports, { ...logon, kind: 'api' })

  expect(session).toMatchObject({
    status: 'active',
    source: 'curfew',
    loggedOnAt: time.clock(),
    idleLimitSeconds: 1_800,
  })
  expect(await store.sessionByCredential('hash')).toEqual(session)
  expect(session).not.toHaveProperty('credentialHash')
  expect(changes).toEqual([{ began: 1 }])
})

test('registering the same handle again changes nothing and announces nothing', async () => {
  const { ports, changes } = aRegistry()
  const session = aNewSession({ handle: 'H-1' })
  await registerSessions(ports, [session])
  changes.length = 0

  const again = await registerSessions(ports, [aNewSession({ handle: 'H-1', userId: 'eve' }), aNewSession()])

  expect(again).toMatchObject([{ outcome: 'already', sessionId: session.id }, { outcome: 'registered' }])
  expect(changes).toEqual([{ began: 1 }])
})

test('thousands are registered in the order given', async () => {
  const { ports } = aRegistry()
  const sessions = Array.from({ length: 2_345 }, () => aNewSession())

  const registrations = await registerSessions(ports, sessions)

  expect(registrations.map(({ sessionId }) => sessionId)).toEqual(sessions.map(({ id }) => id))
})

test('half a character, as JSON can carry, is registered as what every store can keep', async () => {
  const { ports, store } = aRegistry()
  const session = aNewSession({ userId: 'ada\ud83d', userAgent: 'x'.repeat(5_000) })

  await registerSessions(ports, [session])

  const kept = await store.sessionById(session.id)
  expect(kept?.userId).toBe('ada\ufffd')
  expect(kept?.userAgent).toHaveLength(512)
})

test("ending an administrator's sessions spares the one that it is done with, and those of the same name elsewhere", async () => {
  const { ports, store } = aRegistry()
  const [mine, other, program] = await Promise.all([
    beginSession(ports, { ...logon, kind: 'security-console' }),
    beginSession(ports, { ...logon, kind: 'security-console', credentialHash: 'two' }),
    beginSession(ports, { ...logon, kind: 'api', credentialHash: 'three' }),
  ])
  const namesake = aNewSession({ kind: 'security-console' })
  await registerSessions(ports, [namesake])

  expect(await endSessionsOfUser(ports, 'ada.lovelace', 'password-changed', anActor(), mine.id)).toBe(2)

  const ending = async (id: string) => (await store.sessionById(id))?.ending
  expect(await Promise.all([mine, other, program, namesake].map(({ id }) => ending(id)))).toEqual([
    null,
    'password-changed',
    'password-changed',
    null,
  ])
})

test('credentials have 256 random bits, and are kept as a hash that does not tell them', async () => {
  const credentials = new Set(Array.from({ length: 100 }, newCredential))

  expect(credentials.size).toBe(100)
  for (const credential of credentials) expect(credential).toMatch(/^[\w-]{43}$/)
  // SHA-256 of "abc", FIPS 180-4, example B.1.
  expect(await hashCredential('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0')
})
