import { aSignalTransmitter } from '@curfew/registry/cast'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readClaims } from './received-claims.ts'
import { readSubject } from './received-subject.ts'

const settings = aSignalTransmitter({ settings: { issuer: 'https://idp.example' } }).settings
const nobody = { session: null, userId: null, tenant: null }
const session = { format: 'opaque', id: 'handle-1' }
const ada = { format: 'iss_sub', iss: 'https://idp.example', sub: 'ada' }
const tenant = { format: 'opaque', id: 'HQ' }

test.each([
  ['a session', session, { ...nobody, session: 'handle-1' }],
  ['a user', ada, { ...nobody, userId: 'ada' }],
  [
    'a session and its user',
    { format: 'complex', session, user: ada },
    { ...nobody, session: 'handle-1', userId: 'ada' },
  ],
  ['a user of a tenant', { format: 'complex', user: ada, tenant }, { ...nobody, userId: 'ada', tenant: 'HQ' }],
  ['a session on a device', { format: 'complex', session, device: session }, { ...nobody, session: 'handle-1' }],
])('%s is found in its subject', (_, value, subject) => {
  expect(readSubject(value, settings)).toEqual(subject)
})

test.each([
  ['a user of another issuer', { format: 'iss_sub', iss: 'https://evil.example', sub: 'ada' }],
  [
    'a session with a user of another issuer',
    { format: 'complex', session, user: { ...ada, iss: 'https://x.example' } },
  ],
  ['a user named in another way', { format: 'email', email: 'ada@example.org' }],
  ['a format that is not known', { format: 'phone_number', phone_number: '+1' }],
  ['a user on one device', { format: 'complex', user: ada, device: session }],
  ['a user of a group', { format: 'complex', user: ada, group: session }],
  [
    'a user and a session that cannot be read',
    { format: 'complex', user: ada, session: { format: 'uri', uri: 'x:y' } },
  ],
  ['a user of a tenant that cannot be read', { format: 'complex', user: ada, tenant: ada }],
  ['only a tenant', { format: 'complex', tenant }],
])('%s is about nobody, and so ends nothing that was not meant', (_, value) => {
  expect(readSubject(value, settings)).toEqual(expect.objectContaining({ userId: null, session: null }))
})

test('users can be named by e-mail address, or by another issuer than the transmitter', () => {
  const byEmail = { ...settings, usersNamedBy: 'email' } as const
  const byOther = { ...settings, userIssuer: 'https://op.example' }

  expect(readSubject({ format: 'email', email: 'ada@example.org' }, byEmail)).toMatchObject({
    userId: 'ada@example.org',
  })
  expect(readSubject(ada, byEmail)).toEqual(nobody)
  expect(readSubject({ ...ada, iss: 'https://op.example' }, byOther)).toMatchObject({ userId: 'ada' })
  expect(readSubject(ada, byOther)).toEqual(nobody)
})

const formats = fc.constantFrom('opaque', 'complex', 'iss_sub', 'email', 'aliases', 'uri', '')
const anything = fc.anything({ maxDepth: 3 })
const subjectLike = fc.oneof(
  anything,
  fc.record({ format: formats, id: anything, iss: anything, sub: anything, email: anything }, { requiredKeys: [] }),
  fc.record({ format: fc.constant('complex'), session: anything, user: anything, tenant: anything, device: anything }),
)

test('whatever stands in a subject, reading it ends, and finds texts of a bearable length or nobody', () => {
  fc.assert(
    fc.property(subjectLike, (value) => {
      const subject = readSubject(value, settings)
      for (const text of Object.values(subject ?? {}))
        expect(text === null || (typeof text === 'string' && text.length > 0 && text.length <= 256)).toBe(true)
    }),
  )
})

test('whatever the claims are, they are read or refused with a code of the standard', () => {
  const codes = ['invalid_request', 'invalid_audience']
  const type = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked'
  const payload = fc.oneof(
    anything,
    fc.record({
      event_timestamp: anything,
      initiating_entity: anything,
      reason_admin: anything,
      reason_user: anything,
    }),
  )
  const claims = fc.record(
    {
      aud: fc.oneof(anything, fc.constant(settings.audience)),
      iat: fc.oneof(anything, fc.constant(1_000)),
      jti: fc.oneof(anything, fc.constant('jti')),
      sub_id: subjectLike,
      events: fc.oneof(
        anything,
        payload.map((event) => ({ [type]: event })),
      ),
    },
    { requiredKeys: [] },
  )

  fc.assert(
    fc.property(claims, (value) => {
      const read = readClaims(value, settings, new Date(1_000_000))
      if ('err' in read) expect(codes).toContain(read.err)
      else expect(Number.isFinite(read.at.getTime())).toBe(true)
    }),
    { numRuns: 500 },
  )
})
