import { type SigningAlgorithm, signingAlgorithms } from '@curfew/contract'
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { aPrivateJwk, aReceiver, aToldSource } from './a-relying-party.test-kit.ts'

const event = 'http://schemas.openid.net/event/backchannel-logout'

test.each(signingAlgorithms)(
  'a token about one session is signed with %s, and has these claims and no others',
  async (algorithm) => {
    await using receiver = await aReceiver()
    const jwk = await aPrivateJwk(algorithm, 'the key of the OP')
    const { channel, logoff } = await aToldSource({ uri: receiver.uri, algorithm, signingKey: jwk })

    await channel.tell([
      logoff({ handle: 'sid-1', userId: 'ada@example.org', firstName: 'Ada', clientAddress: '192.0.2.7' }),
    ])

    const [token = ''] = receiver.tokens()
    expect(decodeProtectedHeader(token)).toEqual({ alg: algorithm, kid: 'the key of the OP', typ: 'logout+jwt' })
    expect(decodeJwt(token)).toEqual({
      iss: 'https://op.example/realms/Ünter',
      aud: 'the-client-id',
      iat: 1_777_881_600,
      exp: 1_777_881_720,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      events: { [event]: {} },
      sid: 'sid-1',
    })
    await expect(verify(token, jwk, algorithm)).resolves.toBeDefined()
  },
)

test('what must not be in it is not: no nonce, no sub beside sid, no name, no address, not even where it could hide', async () => {
  await using receiver = await aReceiver()
  const { channel, logoff } = await aToldSource({ uri: receiver.uri })
  const person = { userId: 'ada@example.org', firstName: 'Ada', lastName: 'Lovelace', clientAddress: '192.0.2.7' }

  await channel.tell([logoff({ handle: 'sid-1', ...person, userAgent: 'Firefox', securityDomain: 'SystemDomain' })])

  const [token = ''] = receiver.tokens()
  const text = token
    .split('.')
    .slice(0, 2)
    .map((part) => Buffer.from(part, 'base64url').toString())
    .join()
  for (const word of ['nonce', 'sub', ...Object.values(person), 'Firefox', 'SystemDomain', 'receipt', 'closure'])
    expect(text).not.toContain(word)
})

test('it is posted as a form, to the address as it was given, and with nothing else', async () => {
  await using receiver = await aReceiver()
  const { channel, logoff } = await aToldSource({ uri: receiver.uri })

  await channel.tell([logoff()])

  const [{ path, headers, body } = expect.unreachable('nothing came')] = receiver.received
  expect(path).toBe('/backchannel_logout?tenant=7')
  expect(headers).toMatchObject({
    'content-type': 'application/x-www-form-urlencoded',
    host: `127.0.0.1:${receiver.port}`,
  })
  expect(headers).not.toHaveProperty('authorization')
  expect(headers).not.toHaveProperty('cookie')
  expect([...new URLSearchParams(body).keys()]).toEqual(['logout_token'])
})

test('without a key of its OP it is signed by our own; its sid may be our own name of the session', async () => {
  await using receiver = await aReceiver()
  const { channel, logoff, ownKey } = await aToldSource({ uri: receiver.uri, sid: 'session-id' })

  await channel.tell([logoff({ id: 'session-1', handle: 'handle-1' })])

  const [token = ''] = receiver.tokens()
  expect(decodeProtectedHeader(token).kid).toBe('own key')
  expect(decodeJwt(token)['sid']).toBe('session-1')
  await expect(verify(token, ownKey, 'ES256')).resolves.toBeDefined()
})

test('every attempt has a jti and an iat of its own, so that a receiver that remembers takes the second, too', async () => {
  await using receiver = await aReceiver((response) => response.writeHead(503).end())
  const { channel, logoff, pass } = await aToldSource({ uri: receiver.uri })
  const one = logoff()

  await channel.tell([one])
  pass(7)
  await channel.tell([one])

  const [first, second] = receiver.tokens().map((token) => decodeJwt(token))
  expect(second?.jti).not.toBe(first?.jti)
  expect((second?.iat ?? 0) - (first?.iat ?? 0)).toBe(7)
  expect((second?.exp ?? 0) - (second?.iat ?? 0)).toBe(120)
  expect(second?.['sid']).toBe(first?.['sid'])
})

async function verify(
  token: string,
  { kty, kid, ...jwk }: Awaited<ReturnType<typeof aPrivateJwk>>,
  alg: SigningAlgorithm,
) {
  const half = Object.fromEntries(Object.entries(jwk).filter(([name]) => ['n', 'e', 'x', 'y', 'crv'].includes(name)))
  const keys = createLocalJWKSet({ keys: [{ kty, kid, alg, ...half }] })
  return jwtVerify(token, keys, { currentDate: new Date('2026-05-04T08:01:00Z'), typ: 'logout+jwt' })
}
