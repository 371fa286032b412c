import type { SignalNotice } from '@curfew/registry'
import { aSignalReceiver } from '@curfew/registry/cast'
import { decodeProtectedHeader, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { aLogoff } from './a-logoff.test-kit.ts'
import { aSigner } from './a-signer.test-kit.ts'
import { sessionRevoked, streamNotice } from './claims.ts'
import { createSignalSpeaker } from './speaker.ts'

const issuer = 'https://curfew.example'
const revoked = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked'

test('a SET for one closed session has these claims and no other', () => {
  const claims = sessionRevoked(issuer, aSignalReceiver(), aLogoff())

  expect(claims).toEqual({
    iss: issuer,
    aud: 'https://receiver.example',
    jti: 'delivery-1',
    iat: 1_772_445_600,
    sub_id: { format: 'opaque', id: 'session-of-ada' },
    events: {
      [revoked]: {
        event_timestamp: 1_772_445_600,
        initiating_entity: 'admin',
        reason_admin: { en: 'Incident 12' },
        reason_user: { en: 'Please call 4711.' },
      },
    },
  })
})

test('what must not be in a SET is not: no sub, no exp, nobody’s name, address, credential or receipt, in either format', () => {
  for (const subjectFormat of ['opaque', 'complex'] as const) {
    const claims = sessionRevoked(
      issuer,
      aSignalReceiver({ settings: { subjectFormat, namesTenant: true } }),
      aLogoff(),
    )

    for (const name of ['sub', 'exp', 'nbf', 'nonce', 'sid', 'events_requested'])
      expect(claims).not.toHaveProperty(name)
    const text = JSON.stringify(claims)
    for (const secret of ['Augusta', 'Lovelace', 'Hopper', 'grace', '203.0.113.7', 'telling', 'receipt', 'directory'])
      expect(text).not.toContain(secret)
    expect(text.includes('ada@example.org')).toBe(subjectFormat === 'complex')
    expect(Object.keys(claims.events)).toHaveLength(1)
  }
})

test('a complex subject names session and user, and the security domain where that is wanted and there is one', () => {
  const complex = (settings: object, session = {}) =>
    sessionRevoked(
      issuer,
      aSignalReceiver({ settings: { subjectFormat: 'complex', ...settings } }),
      aLogoff({ session }),
    ).sub_id

  expect(complex({})).toEqual({
    format: 'complex',
    session: { format: 'opaque', id: 'session-of-ada' },
    user: { format: 'iss_sub', iss: issuer, sub: 'ada@example.org' },
  })
  expect(complex({ userIssuer: 'https://op.example', sessionNamedBy: 'handle', namesTenant: true })).toEqual({
    format: 'complex',
    session: { format: 'opaque', id: 'handle-of-ada' },
    user: { format: 'iss_sub', iss: 'https://op.example', sub: 'ada@example.org' },
    tenant: { format: 'opaque', id: 'HQ' },
  })
  expect(complex({ namesTenant: true }, { securityDomain: '' })).not.toHaveProperty('tenant')
})

test('reasons say who and why, reason_admin always; a user without a message gets no empty one', () => {
  const eventOf = (over: Parameters<typeof aLogoff>[0]) =>
    sessionRevoked(issuer, aSignalReceiver(), aLogoff(over)).events[revoked]

  expect(eventOf({ closure: { reason: '', messageToUser: null } })).toEqual({
    event_timestamp: 1_772_445_600,
    initiating_entity: 'admin',
    reason_admin: { en: 'The session was closed by an administrator.' },
  })
  for (const kind of ['policy', 'system', 'user'] as const)
    expect(eventOf({ closure: { reasonKind: kind } })).toMatchObject({ initiating_entity: kind })
  expect(eventOf({ closure: { messagesToUser: { de: 'Bitte 4711 anrufen.' } } })).toMatchObject({
    reason_user: { en: 'Please call 4711.', de: 'Bitte 4711 anrufen.' },
  })
  expect(eventOf({ farewell: { byYourself: true } })).toMatchObject({ initiating_entity: 'user' })
  expect(eventOf({ closure: null, session: { ending: 'account-disabled' } })).toMatchObject({
    initiating_entity: 'admin',
    reason_admin: { en: 'The account was disabled.' },
  })
  expect(eventOf({ closure: null, session: { ending: 'password-changed' } })).toMatchObject({
    initiating_entity: 'user',
    reason_admin: { en: 'The password was changed.' },
  })
})

const notice: SignalNotice = {
  id: 'notice-1',
  receiverId: 'receiver-1',
  streamId: 'stream-1',
  at: new Date('2026-03-02T10:00:00.000Z'),
  event: { kind: 'verification', state: 'c3RhdGU=' },
}

test('a verification event is about the stream, and brings the state back as it came', () => {
  const type = 'https://schemas.openid.net/secevent/ssf/event-type/verification'
  const unasked = { ...notice, event: { kind: 'verification', state: null } } as const

  expect(streamNotice(issuer, aSignalReceiver(), notice)).toEqual({
    iss: issuer,
    aud: 'https://receiver.example',
    jti: 'notice-1',
    iat: 1_772_445_600,
    sub_id: { format: 'opaque', id: 'stream-1' },
    events: { [type]: { state: 'c3RhdGU=' } },
  })
  expect(streamNotice(issuer, aSignalReceiver(), unasked).events).toEqual({ [type]: {} })
})

test('a stream that was changed from here says so, with the reason where there is one', () => {
  const type = 'https://schemas.openid.net/secevent/ssf/event-type/stream-updated'
  const updated = (reason: string) =>
    streamNotice(issuer, aSignalReceiver(), { ...notice, event: { kind: 'stream-updated', status: 'paused', reason } })

  expect(updated('Maintenance').events).toEqual({ [type]: { status: 'paused', reason: 'Maintenance' } })
  expect(updated('').events).toEqual({ [type]: { status: 'paused' } })
})

test('a SET is typed secevent+jwt and signed, and a repetition has the same jti and the same claims', async () => {
  const signer = await aSigner()
  const speaker = createSignalSpeaker(issuer, (claims, typ) => signer.sign(claims, { typ }))

  const [first, second] = [
    await speaker.ofLogoff(aSignalReceiver(), aLogoff()),
    await speaker.ofLogoff(aSignalReceiver(), aLogoff({ delivery: { status: 'unreachable', attempts: 3 } })),
  ]

  expect(decodeProtectedHeader(first)).toMatchObject({ typ: 'secevent+jwt', alg: 'ES256' })
  const read = await Promise.all([first, second].map((token) => jwtVerify(token, signer.keys, { typ: 'secevent+jwt' })))
  expect(read[0]?.payload).toEqual(read[1]?.payload)
})
