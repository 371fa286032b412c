import { decodeJwt } from 'jose'
import { expect, test, vi } from 'vitest'
import { aSigner } from '../../../logoff/src/shared-signals/a-signer.test-kit.ts'
import { type Ask, aCurfew, type CurfewOptions, codeOf, origin } from '../api.test-kit.ts'

const push = 'urn:ietf:rfc:8935'
const poll = 'urn:ietf:rfc:8936'
const revoked = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked'
const delivery = { method: push, endpoint_url: 'https://r.example/events', authorization_header: 'Bearer of theirs' }

type Stream = { readonly stream_id: string }
const created = async (ask: Ask, body: object = {}) =>
  (await (await ask('POST', '/signals/stream', { body })).json()) as Stream
const close = async (curfew: ReturnType<typeof aCurfew>, ids: readonly string[]) => {
  const program = await curfew.program()
  const plan = (await (await program.ask('POST', '/api/plans', { body: { sessionIds: ids } })).json()) as { id: string }
  return program.ask('POST', '/api/closures', { body: { planId: plan.id, reason: 'Incident 12' } })
}
const polled = async (ask: Ask, body: object = {}) =>
  (await (await ask('POST', '/signals/poll', { body: { returnImmediately: true, ...body } })).json()) as {
    sets: Record<string, string>
  }

test('the configuration says where everything is', async () => {
  const curfew = aCurfew()

  const configuration = (await (await curfew.ask('GET', '/.well-known/ssf-configuration')).json()) as Record<
    string,
    unknown
  >

  expect(configuration).toEqual({
    spec_version: '1_0',
    issuer: origin,
    jwks_uri: `${origin}/.well-known/jwks.json`,
    delivery_methods_supported: [push, poll],
    configuration_endpoint: `${origin}/signals/stream`,
    status_endpoint: `${origin}/signals/status`,
    verification_endpoint: `${origin}/signals/verify`,
    authorization_schemes: [{ spec_urn: 'urn:ietf:rfc:6750' }],
    default_subjects: 'ALL',
  })
})

test('a receiver sets its stream up, reads, changes, replaces and deletes it; its header is never shown', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.receiver({ audience: 'https://r.example' })
  const none = await (await ask('GET', '/signals/stream')).json()

  const answer = await ask('POST', '/signals/stream', { body: { delivery, events_requested: [revoked, 'urn:other'] } })
  const stream = (await answer.json()) as Stream
  const { stream_id } = stream
  const updated = await ask('PATCH', '/signals/stream', {
    body: { stream_id, description: 'ours', aud: 'https://r.example' },
  })
  const listed = await (await ask('GET', '/signals/stream')).json()
  const one = await (await ask('GET', `/signals/stream?stream_id=${stream_id}`)).json()
  const replaced = await (await ask('PUT', '/signals/stream', { body: { stream_id } })).json()
  const deleted = await ask('DELETE', `/signals/stream?stream_id=${stream_id}`)

  expect(none).toEqual([])
  expect(answer.status).toBe(201)
  expect(stream).toEqual({
    stream_id: expect.any(String),
    iss: origin,
    aud: 'https://r.example',
    events_supported: [revoked],
    events_requested: [revoked, 'urn:other'],
    events_delivered: [revoked],
    delivery: { method: push, endpoint_url: 'https://r.example/events' },
    min_verification_interval: 10,
  })
  expect(await updated.json()).toEqual({ ...stream, description: 'ours' })
  expect(listed).toEqual([{ ...stream, description: 'ours' }])
  expect(one).toEqual({ ...stream, description: 'ours' })
  expect(replaced).toEqual({
    ...stream,
    events_requested: [],
    delivery: { method: poll, endpoint_url: `${origin}/signals/poll` },
  })
  expect(deleted.status).toBe(204)
  expect(await (await ask('GET', '/signals/stream')).json()).toEqual([])
  expect(curfew.answers.join()).not.toContain('Bearer of theirs')
})

test.each([
  ['iss', 'https://evil.example'],
  ['aud', ['https://r.example', 'https://other.example']],
  ['events_supported', []],
  ['min_verification_interval', 1],
])('what is the transmitter’s is not changed by the receiver: %s', async (name, value) => {
  const { ask } = await aCurfew().receiver({ audience: 'https://r.example' })
  const { stream_id } = await created(ask)

  for (const method of ['PATCH', 'PUT'])
    expect(await codeOf(await ask(method, '/signals/stream', { body: { stream_id, [name]: value } }))).toBe(
      'invalid-request',
    )
})

test('a receiver has nothing to do with another’s stream', async () => {
  const curfew = aCurfew()
  const { stream_id } = await created((await curfew.receiver()).ask)
  const { ask } = await curfew.receiver()
  await created(ask)

  for (const response of [
    await ask('GET', `/signals/stream?stream_id=${stream_id}`),
    await ask('PATCH', '/signals/stream', { body: { stream_id, description: 'mine' } }),
    await ask('DELETE', `/signals/stream?stream_id=${stream_id}`),
    await ask('GET', `/signals/status?stream_id=${stream_id}`),
    await ask('POST', '/signals/status', { body: { stream_id, status: 'disabled' } }),
    await ask('POST', '/signals/verify', { body: { stream_id } }),
  ])
    expect(await codeOf(response)).toBe('not-found')
})

test('a closed session comes as a SET by poll, and its receipt is acknowledged when the receiver says so', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.receiver({ audience: 'https://r.example', subjectFormat: 'complex' })
  await created(ask)
  const [id = ''] = await curfew.register({ userId: 'eve' })
  await close(curfew, [id])

  const [[jti, set] = ['', '']] = Object.entries((await polled(ask)).sets)
  const after = await polled(ask, { ack: [jti] })

  expect(decodeJwt(set)).toMatchObject({
    iss: origin,
    aud: 'https://r.example',
    jti,
    sub_id: {
      format: 'complex',
      session: { format: 'opaque', id },
      user: { format: 'iss_sub', iss: origin, sub: 'eve' },
    },
    events: { [revoked]: { initiating_entity: 'admin', reason_admin: { en: 'Incident 12' } } },
  })
  expect(after.sets).toEqual({})
  const deliveries = await curfew.store.deliveriesOfSession(id)
  expect(deliveries.find(({ channel }) => channel === 'shared-signals')).toMatchObject({ status: 'acknowledged' })
})

async function pushing(post: NonNullable<CurfewOptions['post']>) {
  const curfew = aCurfew({ post })
  const { ask } = await curfew.receiver()
  await created(ask, { delivery })
  const [id = ''] = await curfew.register({})
  await close(curfew, [id])
  await curfew.deliver()
  const deliveries = await curfew.store.deliveriesOfSession(id)
  return deliveries.find(({ channel }) => channel === 'shared-signals')
}

test('a closed session is pushed, and its receipt says how the receiver answered', async () => {
  const pushed: string[] = []

  const taken = await pushing(async ({ body }) => {
    pushed.push(body)
    return { status: 202, body: '' }
  })
  const refused = await pushing(async () => ({ status: 400, body: '{"err":"invalid_audience","description":"Who?"}' }))
  const down = await pushing(async () => ({ failure: 'r.example cannot be reached (ECONNREFUSED).' }))

  expect(decodeJwt(pushed[0] ?? '')).toMatchObject({ jti: taken?.id })
  expect(taken).toMatchObject({ status: 'acknowledged' })
  expect(refused).toMatchObject({ status: 'refused', cause: 'Its endpoint answered 400: invalid_audience: Who?' })
  expect(down).toMatchObject({ status: 'unreachable', cause: 'r.example cannot be reached (ECONNREFUSED).' })
})

test('a receiver that asks for verification gets its state back over the stream, once in ten seconds', async () => {
  const posted: string[] = []
  const curfew = aCurfew({
    post: async ({ body }) => {
      posted.push(body)
      return { status: 202, body: '' }
    },
  })
  const { ask } = await curfew.receiver()
  const { stream_id } = await created(ask, { delivery })

  const asked = await ask('POST', '/signals/verify', { body: { stream_id, state: 'c3RhdGU=' } })
  const again = await ask('POST', '/signals/verify', { body: { stream_id } })

  expect([asked.status, again.status, again.headers.get('retry-after')]).toEqual([204, 429, '10'])
  await vi.waitFor(() => expect(posted).toHaveLength(1))
  expect(decodeJwt(posted[0] ?? '')).toMatchObject({
    sub_id: { format: 'opaque', id: stream_id },
    events: { 'https://schemas.openid.net/secevent/ssf/event-type/verification': { state: 'c3RhdGU=' } },
  })
})

test('a receiver pauses its stream and reads that it is', async () => {
  const { ask } = await aCurfew().receiver()
  const { stream_id } = await created(ask)
  const before = await (await ask('GET', `/signals/status?stream_id=${stream_id}`)).json()

  const paused = await ask('POST', '/signals/status', { body: { stream_id, status: 'paused', reason: 'Backup' } })

  expect(before).toEqual({ stream_id, status: 'enabled' })
  expect(await paused.json()).toEqual({ stream_id, status: 'paused', reason: 'Backup' })
})

test('a SET of a trusted transmitter closes the session that it names; a forged one is refused as the standard wants it', async () => {
  const transmitter = await aSigner()
  const curfew = aCurfew({ transmitter })
  const { source } = await curfew.source()
  await curfew.trust({ issuer: 'https://idp.example' })
  const [id = ''] = await curfew.register({ sourceId: source.id, handle: 'sid-1' })
  const claims = {
    iss: 'https://idp.example',
    aud: origin,
    jti: 'jti-1',
    iat: Math.floor(curfew.now().getTime() / 1_000),
    sub_id: { format: 'opaque', id: 'sid-1' },
    events: { [revoked]: { initiating_entity: 'policy', reason_admin: { en: 'Impossible travel' } } },
  }
  const send = async (token: string) =>
    curfew.ask('POST', '/signals/events', {
      rawBody: token,
      headers: { 'Content-Type': 'application/secevent+jwt' },
    })

  const forged = await send(await (await aSigner()).sign(claims))
  const before = (await curfew.sessionOf(id)).ending
  const taken = await send(await transmitter.sign(claims))
  const repeated = await send(await transmitter.sign(claims))

  expect([forged.status, before]).toEqual([400, null])
  expect(await forged.json()).toEqual({ err: 'authentication_failed', description: 'Its signature is not right.' })
  expect(forged.headers.get('content-language')).toBe('en')
  expect([taken.status, await taken.text(), repeated.status]).toEqual([202, '', 202])
  expect((await curfew.sessionOf(id)).ending).toBe('closure')
  expect((await curfew.store.closures(10, null)).items).toMatchObject([
    { reason: 'Impossible travel', reasonKind: 'policy', closedBy: { userId: expect.stringMatching(/^transmitter:/) } },
  ])
})
