import { type Jwks, jwks, type PrivateJwk, sourceView } from '@curfew/contract'
import { publishedAheadMs, signingKeyFor, signingKeyLifeMs } from '@curfew/registry'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import { aCurfew, type Curfew } from '../api.test-kit.ts'

const event = 'http://schemas.openid.net/event/backchannel-logout'
const openIdProvider = {
  issuer: 'https://op.example',
  audience: 'portal',
  jwksUri: 'https://op.example/jwks',
  algorithms: ['RS256' as const],
  allowsPrivateAddresses: false,
}
let pair: Awaited<ReturnType<typeof generateKeyPair>>
beforeAll(async () => {
  pair = await generateKeyPair('RS256')
})

/** A Curfew with a source whose OP has published its key. */
async function aRelyingParty(curfew: Curfew = aCurfew()) {
  const published = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'one' }] }
  curfew.published.set(openIdProvider.jwksUri, JSON.stringify(published))
  const kinds = ['self-service-console', 'authentication-agent'] as const
  const { ask } = await curfew.source({ kinds: [...kinds], openIdProvider })
  const logOn = (handle: string, userId = 'ada', kind: (typeof kinds)[number] = 'self-service-console') =>
    ask('POST', '/source/sessions', { body: { sessions: [{ handle, kind, userId }] } })
  const isOpen = async (handle: string) => {
    const answer = await ask('POST', '/source/introspect', aForm({ handle }))
    return ((await answer.json()) as { active: boolean }).active
  }
  return {
    curfew,
    logOn,
    isOpen,
    send: (token: string) => curfew.ask('POST', '/backchannel-logout', aForm({ logout_token: token })),
  }
}

const aForm = (fields: Record<string, string>) => ({
  rawBody: new URLSearchParams(fields).toString(),
  headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
})

let made = 0
async function aToken({ now }: Curfew, claims: Record<string, unknown>): Promise<string> {
  made += 1
  const iat = Math.floor(now().getTime() / 1000)
  const common = {
    iss: 'https://op.example',
    aud: 'portal',
    iat,
    exp: iat + 120,
    jti: `j${made}`,
    events: { [event]: {} },
  }
  return new SignJWT({ ...common, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'one', typ: 'logout+jwt' })
    .sign(pair.privateKey)
}

test('a logout token with a sid ends that session and leaves the others of its user', async () => {
  const { curfew, logOn, isOpen, send } = await aRelyingParty()
  await logOn('s1')
  await logOn('s2')

  const answer = await send(await aToken(curfew, { sid: 's1', sub: 'ada' }))

  expect([answer.status, await answer.text(), answer.headers.get('cache-control')]).toEqual([200, '', 'no-store'])
  expect([await isOpen('s1'), await isOpen('s2')]).toEqual([false, true])
})

test('one with sub alone ends all of that user at that source, and nobody else anywhere', async () => {
  const { curfew, logOn, isOpen, send } = await aRelyingParty()
  await logOn('s1')
  await logOn('s2')
  await logOn('s3', 'bob')
  const [elsewhere = ''] = await curfew.register({ userId: 'ada', sourceId: 'another', handle: 's1' })

  expect((await send(await aToken(curfew, { sub: 'ada' }))).status).toBe(200)

  expect([await isOpen('s1'), await isOpen('s2'), await isOpen('s3')]).toEqual([false, false, true])
  expect((await curfew.sessionOf(elsewhere)).endedAt).toBeNull()
})

test('it is a closure like others, with the OP as the one who ordered it and a receipt for the guard', async () => {
  const { curfew, logOn, send } = await aRelyingParty()
  await logOn('s1')

  await send(await aToken(curfew, { sid: 's1' }))

  const [closure] = (await curfew.store.closures(10, null)).items
  expect(closure).toMatchObject({ closed: 1, reason: 'Logged off at https://op.example', reasonKind: 'system' })
  expect(closure?.closedBy).toMatchObject({ userId: 'https://op.example', sessionId: null })
  expect((await curfew.store.receipts(closure?.id ?? '', [], 10, null)).items).toMatchObject([
    { channel: 'guard-feed' },
  ])
})

test('what is not listed stays as it is, and answers like what does not exist', async () => {
  const { curfew, logOn, isOpen, send } = await aRelyingParty()
  await logOn('agent-1', 'ada', 'authentication-agent')

  const [named, unknown] = [
    await send(await aToken(curfew, { sid: 'agent-1' })),
    await send(await aToken(curfew, { sid: 'x' })),
  ]
  await send(await aToken(curfew, { sub: 'ada' }))

  expect([named.status, await named.text()]).toEqual([unknown.status, await unknown.text()])
  expect(await isOpen('agent-1')).toBe(true)
  expect((await curfew.store.closures(10, null)).items).toEqual([])
})

test('a session that is not here, or has ended, is a success: there is nothing left to end', async () => {
  const { curfew, send } = await aRelyingParty()

  expect((await send(await aToken(curfew, { sid: 'never heard of' }))).status).toBe(200)
})

test('a token that came before is refused, also after its user has logged on again', async () => {
  const { curfew, logOn, isOpen, send } = await aRelyingParty()
  await logOn('s1')
  const token = await aToken(curfew, { sub: 'ada' })
  await send(token)
  await logOn('s2')

  const again = await send(token)

  expect(again.status).toBe(400)
  expect(await again.json()).toMatchObject({
    code: 'invalid-request',
    detail: expect.stringContaining('it came before'),
  })
  expect(await isOpen('s2')).toBe(true)
})

test('a store that fails in between leaves the token good for another try', async () => {
  const { curfew, logOn, isOpen, send } = await aRelyingParty()
  await logOn('s1')
  const token = await aToken(curfew, { sid: 's1' })
  const endSessions = curfew.store.endSessions.bind(curfew.store)
  curfew.store.endSessions = () => Promise.reject(new Error('The disk is full.'))
  const failed = await send(token)
  curfew.store.endSessions = endSessions

  const again = await send(token)

  expect([failed.status, again.status]).toEqual([500, 200])
  expect(await isOpen('s1')).toBe(false)
})

test('a refusal says which check it was, changes nothing and quotes nothing', async () => {
  const { curfew, logOn, isOpen, send } = await aRelyingParty()
  await logOn('s1')

  const answer = await send(await aToken(curfew, { sid: 's1', nonce: 'a-nonce-that-is-quoted-nowhere' }))

  const text = await answer.text()
  expect(answer.status).toBe(400)
  expect(text).toContain('The logout token is not good: it has a nonce. Nothing was changed.')
  expect(text).not.toContain('a-nonce-that')
  expect(await isOpen('s1')).toBe(true)
})

test.each([
  ['of another issuer', { iss: 'https://elsewhere.example' }],
  ['for another audience', { aud: 'shop' }],
])('a token %s is that of no source', async (_, claims) => {
  const { curfew, send } = await aRelyingParty()

  expect((await send(await aToken(curfew, { sid: 's1', ...claims }))).status).toBe(400)
})

const backChannel = { uri: 'https://rp.example/logout', audience: 'client', issuer: 'https://op.example' }
const aRequest = (extra: object = {}) => ({
  name: 'shop',
  kinds: ['self-service-console'],
  toldBy: 'back-channel',
  backChannel,
  ...extra,
})

async function keysOf({ ask }: Pick<Curfew, 'ask'>): Promise<Jwks['keys']> {
  return jwks.parse(await (await ask('GET', '/.well-known/jwks.json')).json()).keys
}

test('a relying party without a key of its OP finds ours published, in public halves only', async () => {
  const curfew = aCurfew()
  const ada = await curfew.browser()
  expect(await keysOf(curfew)).toEqual([])

  for (const algorithm of ['RS256', 'ES256', 'EdDSA'])
    await ada.ask('POST', '/api/sources', {
      body: aRequest({ name: algorithm, backChannel: { ...backChannel, algorithm } }),
    })

  const keys = await keysOf(curfew)
  expect(keys.map(({ alg }) => alg).sort()).toEqual(['ES256', 'EdDSA', 'RS256'])
  for (const key of keys)
    expect(Object.keys(key)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(d|p|q|dp|dq|qi|k)$/)]))
})

test('keys rotate with an overlap: the new one is published before it signs, the old one for a day after', async () => {
  const curfew = aCurfew()
  const ada = await curfew.browser()
  await ada.ask('POST', '/api/sources', { body: aRequest() })
  const [first] = await keysOf(curfew)

  await ada.ask('POST', '/api/signing-keys/rotations', { body: {} })

  const both = await keysOf(curfew)
  const signing = async () => (await signingKeyFor(curfew.ports, 'RS256')).id
  expect(both).toHaveLength(2)
  expect(await signing()).toBe(first?.kid)
  curfew.pass(publishedAheadMs / 1000)
  expect(await signing()).toBe(both[0]?.kid)
  expect(both[0]?.kid).not.toBe(first?.kid)
  curfew.pass(86_400)
  expect(await keysOf(curfew)).toEqual([both[0]])
})

test('without overlap the keys before are withdrawn, and the new one signs at once', async () => {
  const curfew = aCurfew()
  const ada = await curfew.browser()
  await ada.ask('POST', '/api/sources', { body: aRequest() })
  const [first] = await keysOf(curfew)

  const answer = await ada.ask('POST', '/api/signing-keys/rotations', { body: { overlapSeconds: 0 } })

  const keys = await keysOf(curfew)
  expect(answer.status).toBe(201)
  expect(keys).toHaveLength(1)
  expect(keys[0]?.kid).not.toBe(first?.kid)
  expect((await signingKeyFor(curfew.ports, 'RS256')).id).toBe(keys[0]?.kid)
})

test('a key that is old gets a successor at its next use, and goes on until receivers know that one', async () => {
  const curfew = aCurfew()
  const first = await signingKeyFor(curfew.ports, 'ES256')
  curfew.pass(signingKeyLifeMs / 1000 + 1)

  const [one, two] = await Promise.all([signingKeyFor(curfew.ports, 'ES256'), signingKeyFor(curfew.ports, 'ES256')])

  expect([one?.id, two?.id]).toEqual([first.id, first.id])
  expect(await keysOf(curfew)).toHaveLength(2)
})

async function anOpKey(): Promise<PrivateJwk> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  return { ...(await exportJWK(privateKey)), kid: 'of-the-op' } as PrivateJwk
}

test('the key of its OP is taken, is named by its kid, and is shown by nothing', async () => {
  const curfew = aCurfew()
  const ada = await curfew.browser()
  const signingKey = await anOpKey()

  const created = await ada.ask('POST', '/api/sources', {
    body: aRequest({ backChannel: { ...backChannel, algorithm: 'ES256', signingKey } }),
  })
  const { source } = (await created.json()) as { source: { id: string } }
  const changed = await ada.ask('PATCH', `/api/sources/${source.id}`, { body: { backChannel: { honoursSub: true } } })

  expect(sourceView.parse(await changed.json()).backChannel).toMatchObject({
    signingKeyId: 'of-the-op',
    honoursSub: true,
    sid: 'handle',
  })
  expect((await curfew.store.sourceById(source.id))?.backChannel?.signingKey).toEqual(signingKey)
  expect(curfew.answers.join()).not.toContain(signingKey.d)
  expect(await keysOf(curfew)).toEqual([])
})

test.each([
  ['no settings', { backChannel: undefined }],
  ['no TLS', { backChannel: { ...backChannel, uri: 'http://rp.example/logout' } }],
  ['a fragment', { backChannel: { ...backChannel, uri: 'https://rp.example/logout#x' } }],
  ['a password in the address', { backChannel: { ...backChannel, uri: 'https://u:p@rp.example/logout' } }],
  ['a probe without TLS', { backChannel: { ...backChannel, probeUri: 'http://rp.example/probe' } }],
  ['settings of what cannot be told', { toldBy: 'none' }],
  ['another scheme', { backChannel: { ...backChannel, uri: 'file:///etc/passwd' } }],
])('a source with %s is refused', async (_, extra) => {
  const ada = await aCurfew().browser()

  expect((await ada.ask('POST', '/api/sources', { body: aRequest(extra) })).status).toBe(400)
})

test('a key that does not go with the algorithm is refused, and is not quoted', async () => {
  const curfew = aCurfew()
  const ada = await curfew.browser()
  const signingKey = await anOpKey()

  const answer = await ada.ask('POST', '/api/sources', {
    body: aRequest({ backChannel: { ...backChannel, signingKey } }),
  })

  expect(answer.status).toBe(400)
  expect(await answer.text()).not.toContain(signingKey.d)
})
