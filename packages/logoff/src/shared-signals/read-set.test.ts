import type { SignalTransmitter } from '@curfew/registry'
import { aSignalTransmitter } from '@curfew/registry/cast'
import { errors } from 'jose'
import { expect, test } from 'vitest'
import { aSigner } from './a-signer.test-kit.ts'
import { createSetReader } from './read-set.ts'

const now = new Date('2026-03-02T10:00:00.000Z')
const nowSeconds = now.getTime() / 1_000
const transmitter = aSignalTransmitter({
  id: 'idp',
  settings: { issuer: 'https://idp.example', algorithms: ['ES256', 'RS256'] },
})
const caep = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked'
const risc = 'https://schemas.openid.net/secevent/risc/event-type/account-disabled'

const signing = aSigner()

function claims(over: Record<string, unknown> = {}, event: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    iss: 'https://idp.example',
    aud: 'https://curfew.example',
    jti: 'jti-1',
    iat: nowSeconds - 5,
    sub_id: { format: 'opaque', id: 'handle-1' },
    events: { [caep]: event },
    ...over,
  }
}

async function reading(token: string, trusted: readonly SignalTransmitter[] = [transmitter]) {
  const { keys } = await signing
  const read = createSetReader({
    store: { signalTransmitters: async () => trusted },
    keysOf: () => keys,
    clock: () => now,
  })
  return read(token)
}
const readSigned = async (
  over: Record<string, unknown> = {},
  event: Record<string, unknown> = {},
  header: Record<string, string> = {},
) => reading(await (await signing).sign(claims(over, event), header))

test('a good SET is read: who, what, when and why', async () => {
  const event = {
    event_timestamp: nowSeconds - 60,
    initiating_entity: 'policy',
    reason_admin: { en: 'Impossible travel', de: 'Unmögliche Reise' },
    reason_user: { 'de-AT': 'Bitte neu anmelden.' },
  }

  expect(await readSigned({}, event)).toEqual({
    transmitter,
    signal: {
      jti: 'jti-1',
      event: 'session-revoked',
      at: new Date(now.getTime() - 60_000),
      subject: { session: 'handle-1', userId: null, tenant: null },
      initiatingEntity: 'policy',
      reasonAdmin: { en: 'Impossible travel', de: 'Unmögliche Reise' },
      reasonUser: { 'de-AT': 'Bitte neu anmelden.' },
    },
  })
})

test('RISC’s account-disabled is read, also with its subject where it stood before SSF 1.0', async () => {
  const user = { format: 'iss_sub', iss: 'https://idp.example', sub: 'ada' }
  const signal = { event: 'account-disabled', subject: { session: null, userId: 'ada', tenant: null } }

  expect(await readSigned({ sub_id: user, events: { [risc]: { reason: 'hijacking' } } })).toMatchObject({ signal })
  expect(await readSigned({ sub_id: undefined, events: { [risc]: { subject: user } } })).toMatchObject({ signal })
})

const forged: readonly [what: string, over: Record<string, unknown>, event: Record<string, unknown>, err: string][] = [
  ['another issuer', { iss: 'https://evil.example' }, {}, 'invalid_issuer'],
  ['an issuer that differs by a slash', { iss: 'https://idp.example/' }, {}, 'invalid_issuer'],
  ['no issuer', { iss: undefined }, {}, 'invalid_request'],
  ['another audience', { aud: 'https://other.example' }, {}, 'invalid_audience'],
  ['no audience', { aud: undefined }, {}, 'invalid_audience'],
  ['audiences without ours', { aud: ['https://a.example', 'https://b.example'] }, {}, 'invalid_audience'],
  ['no iat', { iat: undefined }, {}, 'invalid_request'],
  ['an iat in the future', { iat: nowSeconds + 61 }, {}, 'invalid_request'],
  ['an iat of three weeks ago', { iat: nowSeconds - 21 * 86_400 }, {}, 'invalid_request'],
  ['no jti', { jti: undefined }, {}, 'invalid_request'],
  ['an empty jti', { jti: '' }, {}, 'invalid_request'],
  ['a sub', { sub: 'ada' }, {}, 'invalid_request'],
  ['an exp', { exp: nowSeconds + 60 }, {}, 'invalid_request'],
  ['no events', { events: undefined }, {}, 'invalid_request'],
  ['events that are none', { events: {} }, {}, 'invalid_request'],
  ['two events', { events: { [caep]: {}, [risc]: {} } }, {}, 'invalid_request'],
  ['an event that is not known', { events: { 'urn:example:other': {} } }, {}, 'invalid_request'],
  ['an event that is named like one', { events: { toString: {} } }, {}, 'invalid_request'],
  ['an event without content', { events: { [caep]: null } }, {}, 'invalid_request'],
  ['no subject', { sub_id: undefined }, {}, 'invalid_request'],
  ['a subject without a format', { sub_id: { id: 'handle-1' } }, {}, 'invalid_request'],
  ['a subject that is no object', { sub_id: 'handle-1' }, {}, 'invalid_request'],
  ['milliseconds for seconds', {}, { event_timestamp: now.getTime() }, 'invalid_request'],
  ['a time that is none', {}, { event_timestamp: 'yesterday' }, 'invalid_request'],
  ['an initiating entity that is none', {}, { initiating_entity: 'martian' }, 'invalid_request'],
  ['reasons that are no texts', {}, { reason_admin: { en: 1 } }, 'invalid_request'],
  ['reasons by something that is no language', {}, { reason_user: { '__proto__ ': 'x' } }, 'invalid_request'],
]

test.each(forged)('a SET with %s is refused', async (_, over, event, err) => {
  expect(await readSigned(over, event)).toMatchObject({ err, description: expect.stringMatching(/^[A-Z].*\.$/) })
})

test.each([
  ['no typ', { typ: undefined }, 'invalid_request'],
  ['the typ of a logout token', { typ: 'logout+jwt' }, 'invalid_request'],
  ['the typ of any JWT', { typ: 'JWT' }, 'invalid_request'],
])('a SET with %s is refused', async (_, header, err) => {
  const token = await (await signing).sign(claims(), header as object)

  expect(await reading(token)).toMatchObject({ err, transmitter: { id: 'idp' } })
})

test('a SET that somebody else signed is refused, with their own kid or with a stolen one', async () => {
  const thief = await aSigner('ES256', 'key-ES256')
  const stranger = await aSigner('ES256', 'another-key')

  expect(await reading(await thief.sign(claims()))).toMatchObject({ err: 'authentication_failed' })
  expect(await reading(await stranger.sign(claims()))).toMatchObject({ err: 'invalid_key' })
})

test('a SET that was changed after it was signed is refused', async () => {
  const [header, , signature] = (await (await signing).sign(claims())).split('.')
  const payload = Buffer.from(JSON.stringify(claims({ jti: 'jti-2' }))).toString('base64url')

  expect(await reading(`${header}.${payload}.${signature}`)).toMatchObject({ err: 'authentication_failed' })
})

test('an algorithm that is not on the list is refused, none and HMAC with the public key among them', async () => {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const unsigned = (alg: string) => `${encode({ typ: 'secevent+jwt', alg })}.${encode(claims())}.AAAA`
  const other = await aSigner('PS256')

  for (const token of [unsigned('none'), unsigned('HS256'), await other.sign(claims())])
    expect(await reading(token)).toMatchObject({ err: 'invalid_key' })
  // Permitted by the list, and not what the key is for.
  const rsa = await aSigner('RS256', 'key-ES256')
  expect(await reading(await rsa.sign(claims()))).toMatchObject({ err: 'invalid_key' })
})

test('nobody is trusted who is disabled, and for nobody who is not trusted any key is looked for', async () => {
  const { sign } = await signing
  const lookups: string[] = []
  const read = createSetReader({
    store: { signalTransmitters: async () => [{ ...transmitter, disabled: true }] },
    keysOf: ({ id }) => {
      lookups.push(id)
      throw new Error('looked for')
    },
    clock: () => now,
  })

  expect(await read(await sign(claims()))).toMatchObject({ err: 'invalid_issuer', transmitter: null })
  expect(await read(await sign(claims({ iss: 'https://evil.example' })))).toMatchObject({ err: 'invalid_issuer' })
  expect(lookups).toEqual([])
})

test('keys that cannot be had are no fault of the SET: it is not refused, and not taken', async () => {
  const { sign } = await signing
  const read = createSetReader({
    store: { signalTransmitters: async () => [transmitter] },
    keysOf: () => () => Promise.reject(new errors.JWKSTimeout()),
    clock: () => now,
  })

  expect(await read(await sign(claims()))).toEqual({ unavailable: expect.stringContaining('cannot be had') })
})

test('texts that are no tokens are refused, however long', async () => {
  for (const text of ['', 'a', 'a.b', 'a.b.c', '....', 'x'.repeat(100_000), `${'A'.repeat(70_000)}.e30.A`])
    expect(await reading(text)).toMatchObject({ err: 'invalid_request', transmitter: null })
})
