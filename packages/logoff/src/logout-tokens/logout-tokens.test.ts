import type { OpenIdProvider } from '@curfew/contract'
import * as fc from 'fast-check'
import { exportJWK, generateKeyPair, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { logoutEvent, readLogoutTokens } from './index.ts'
import { leastBetweenFetchesMs } from './key-sets.ts'

type Pair = Awaited<ReturnType<typeof generateKeyPair>>
let pair: Pair
let strange: Pair
beforeAll(async () => {
  pair = await generateKeyPair('RS256')
  strange = await generateKeyPair('RS256')
})

const now = new Date('2026-05-04T08:00:00.000Z')
const seconds = now.getTime() / 1000
const provider: OpenIdProvider = {
  issuer: 'https://op.example',
  audience: 'portal',
  jwksUri: 'https://op.example/jwks',
  algorithms: ['RS256', 'ES256'],
  allowsPrivateAddresses: false,
}

function anOp() {
  let at = now
  let fetches = 0
  let keys: readonly { readonly kid: string; readonly pair: Pair }[] = [{ kid: 'one', pair }]
  let isDown = false
  const fetchText = async () => {
    fetches += 1
    if (isDown) throw new Error('It is down.')
    const published = keys.map(async (key) => ({ ...(await exportJWK(key.pair.publicKey)), kid: key.kid }))
    return JSON.stringify({ keys: await Promise.all(published) })
  }
  return {
    reader: readLogoutTokens({ fetchText, clock: () => at }),
    fetches: () => fetches,
    pass: (ms: number) => {
      at = new Date(at.getTime() + ms)
    },
    publish: (next: typeof keys) => {
      keys = next
    },
    fail: (down: boolean) => {
      isDown = down
    },
  }
}

const good = { iss: 'https://op.example', aud: 'portal', iat: seconds, exp: seconds + 120, jti: 'j1', sid: 's1' }

type Forged = {
  readonly claims?: Record<string, unknown>
  readonly header?: Partial<JWTHeaderParameters>
  readonly key?: Pair
}

/** A good token, but for what is forged. A claim that is undefined is left out. */
async function aToken({ claims = {}, header = {}, key = pair }: Forged = {}): Promise<string> {
  const payload: JWTPayload = { ...good, events: { [logoutEvent]: {} }, ...claims }
  const protectedHeader = { alg: 'RS256', kid: 'one', typ: 'logout+jwt', ...header }
  return new SignJWT(payload).setProtectedHeader(protectedHeader).sign(key.privateKey)
}

describe('a good token', () => {
  test('says what it is about, and until when it has to be remembered', async () => {
    const claims = await anOp().reader.verify(await aToken(), provider)

    expect(claims).toEqual({ jti: 'j1', sid: 's1', sub: null, expiresAt: new Date((seconds + 180) * 1000) })
  })

  test.each([
    ['sub alone', { sid: undefined, sub: 'ada' }, { sid: null, sub: 'ada' }],
    ['sid and sub', { sub: 'ada' }, { sid: 's1', sub: 'ada' }],
    ['several audiences', { aud: ['shop', 'portal'] }, { sid: 's1' }],
    ['a clock a little ahead', { iat: seconds + 50, exp: seconds + 170 }, { sid: 's1' }],
    ['a clock a little behind', { iat: seconds - 170, exp: seconds - 50 }, { sid: 's1' }],
    ['more in its event than nothing', { events: { [logoutEvent]: { more: 1 }, other: {} } }, { sid: 's1' }],
  ])('may have %s', async (_, claims, expected) => {
    expect(await anOp().reader.verify(await aToken({ claims }), provider)).toMatchObject(expected)
  })

  test('may write its type in full', async () => {
    const token = await aToken({ header: { typ: 'application/logout+jwt' } })

    expect(await anOp().reader.verify(token, provider)).toMatchObject({ sid: 's1' })
  })
})

describe('each check of §2.6 has a token that only it refuses', () => {
  const cases: readonly (readonly [string, Forged, string])[] = [
    ['of no type', { header: { typ: undefined } as object }, 'Its typ is missing or wrong'],
    ['that is an ID token by its type', { header: { typ: 'JWT' } }, 'Its typ is missing or wrong'],
    ['of another issuer', { claims: { iss: 'https://op.example/' } }, 'Its iss is missing or wrong'],
    ['of no issuer', { claims: { iss: undefined } }, 'Its iss is missing or wrong'],
    ['for another audience', { claims: { aud: 'shop' } }, 'Its aud is missing or wrong'],
    ['for no audience', { claims: { aud: undefined } }, 'Its aud is missing or wrong'],
    ['without iat', { claims: { iat: undefined } }, 'Its iat is missing or wrong'],
    ['from the future', { claims: { iat: seconds + 120, exp: seconds + 240 } }, 'Its iat is in the future'],
    ['without exp', { claims: { exp: undefined } }, 'Its exp is missing or wrong'],
    ['that is over', { claims: { iat: seconds - 300, exp: seconds - 61 } }, 'Its exp is in the past'],
    ['that is good for days', { claims: { exp: seconds + 86_400 } }, 'Its exp is too far ahead'],
    ['without jti', { claims: { jti: undefined } }, 'Its jti is missing or wrong'],
    ['with an empty jti', { claims: { jti: '' } }, 'It has no jti'],
    ['with a jti that is no text', { claims: { jti: 7 } }, 'It has no jti'],
    ['without events', { claims: { events: undefined } }, 'Its events is missing or wrong'],
    [
      'with another event',
      { claims: { events: { 'https://schemas.openid.net/secevent/caep/event-type/session-revoked': {} } } },
      'Its events do not say logout',
    ],
    [
      'with an event that is no object',
      { claims: { events: { [logoutEvent]: true } } },
      'Its events do not say logout',
    ],
    ['with events that are a list', { claims: { events: [logoutEvent] } }, 'Its events do not say logout'],
    ['with a nonce', { claims: { nonce: 'n' } }, 'It has a nonce'],
    ['with neither sid nor sub', { claims: { sid: undefined } }, 'It has neither sid nor sub'],
    ['with a sid that is no text', { claims: { sid: { a: 1 } } }, 'Its sid is no text'],
    ['with a sub that is no text', { claims: { sub: 7 } }, 'Its sub is no text'],
  ]

  test.each(cases)('a token %s', async (_, forged, refusal) => {
    expect(await anOp().reader.verify(await aToken(forged), provider)).toEqual({ refusal })
  })

  test('a token that somebody else has signed', async () => {
    const token = await aToken({ key: strange })

    expect(await anOp().reader.verify(token, provider)).toEqual({ refusal: 'Its signature is not that of its issuer' })
  })

  test('a token of which a claim was changed after it was signed', async () => {
    const [head, , signature] = (await aToken()).split('.')
    const payload = Buffer.from(JSON.stringify({ ...good, events: { [logoutEvent]: {} }, sid: 's2' })).toString(
      'base64url',
    )

    expect(await anOp().reader.verify(`${head}.${payload}.${signature}`, provider)).toEqual({
      refusal: 'Its signature is not that of its issuer',
    })
  })

  test('a token that nobody has signed, and one that is signed with what everybody can read', async () => {
    const payload = Buffer.from(JSON.stringify({ ...good, events: { [logoutEvent]: {} } })).toString('base64url')
    const none = `${Buffer.from('{"alg":"none","typ":"logout+jwt"}').toString('base64url')}.${payload}.`
    const { n = '' } = await exportJWK(pair.publicKey)
    const shared = await new SignJWT({ ...good, events: { [logoutEvent]: {} } })
      .setProtectedHeader({ alg: 'HS256', kid: 'one', typ: 'logout+jwt' })
      .sign(Buffer.from(n))
    const { reader, fetches } = anOp()

    expect(await reader.verify(none, provider)).toEqual({ refusal: 'Its algorithm is not permitted' })
    expect(await reader.verify(shared, provider)).toEqual({ refusal: 'Its algorithm is not permitted' })
    expect(fetches()).toBe(0)
  })

  test('a token of an algorithm that this source does not permit', async () => {
    const narrow: OpenIdProvider = { ...provider, algorithms: ['ES256'] }

    expect(await anOp().reader.verify(await aToken(), narrow)).toEqual({ refusal: 'Its algorithm is not permitted' })
  })
})

describe('the keys of the OP', () => {
  test('are fetched once for many tokens', async () => {
    const { reader, fetches } = anOp()
    const token = await aToken()

    await Promise.all(Array.from({ length: 20 }, () => reader.verify(token, provider)))

    expect(fetches()).toBe(1)
  })

  test('are fetched again when a token names a new one', async () => {
    const { reader, publish, pass, fetches } = anOp()
    await reader.verify(await aToken(), provider)
    publish([{ kid: 'two', pair: strange }])
    pass(leastBetweenFetchesMs)

    const token = await aToken({ header: { kid: 'two' }, key: strange })

    expect(await reader.verify(token, provider)).toMatchObject({ sid: 's1' })
    expect(fetches()).toBe(2)
  })

  test('are not fetched more often than twice a minute, however many forged tokens name new ones', async () => {
    const { reader, fetches, pass } = anOp()
    for (let round = 0; round < 60; round += 1) {
      const token = await aToken({ header: { kid: `made up ${round}` } })
      expect(await reader.verify(token, provider)).toEqual({ refusal: 'No key of its issuer fits it' })
      pass(1_000)
    }

    expect(fetches()).toBe(2)
  })

  test('go on for a while when they cannot be fetched, and a failing fetch is not repeated at once', async () => {
    const { reader, fail, pass, fetches } = anOp()
    await reader.verify(await aToken(), provider)
    fail(true)
    pass(11 * 60_000)
    const later = { iat: seconds + 660, exp: seconds + 720 }

    expect(await reader.verify(await aToken({ claims: later }), provider)).toMatchObject({ sid: 's1' })
    expect(await reader.verify(await aToken({ claims: later }), provider)).toMatchObject({ sid: 's1' })
    expect(fetches()).toBe(2)
  })

  test('that were never had let nothing in', async () => {
    const { reader, fail } = anOp()
    fail(true)

    expect(await reader.verify(await aToken(), provider)).toEqual({
      refusal: 'The keys of its issuer cannot be had at the moment',
    })
  })
})

test('no text, whatever it is, is taken for a token or makes the reader fail', async () => {
  const { reader } = anOp()
  const part = fc.oneof(
    fc.string(),
    fc.json().map((text) => Buffer.from(text).toString('base64url')),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.tuple(part, part, part).map((parts) => parts.join('.')),
      ),
      async (text) => {
        const addressed = reader.addressed(text)
        expect(addressed === null || typeof addressed.issuer === 'string').toBe(true)
        expect(await reader.verify(text, provider)).toHaveProperty('refusal')
      },
    ),
  )
})
