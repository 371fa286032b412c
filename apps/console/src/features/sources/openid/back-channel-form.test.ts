import { backChannelSettings } from '@curfew/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blankBackChannel, changesOfBackChannel, formOfBackChannel, readBackChannel } from './back-channel-form.ts'

const shop = {
  ...blankBackChannel,
  uri: ' https://shop.example/logout ',
  audience: 'shop',
  issuer: 'https://op.example',
}
const { signingKey: _none, ...view } = backChannelSettings.parse({
  uri: 'https://shop.example/logout',
  audience: 'shop',
  issuer: 'https://op.example',
})
const wrongOf = (form: typeof shop) => {
  const read = readBackChannel(form)
  return 'wrong' in read ? [...read.wrong] : []
}

test('what a relying party cannot do without makes settings with the defaults of the contract', () => {
  expect(readBackChannel(shop)).toEqual({ settings: { ...view, signingKey: null } })
})

test('every field that stands in the way is named', () => {
  expect(wrongOf({ ...blankBackChannel, retryOn: '503 and 404', key: 'given', jwk: '{"kty":"RSA"}' })).toEqual([
    'uri',
    'audience',
    'issuer',
    'retryOn',
    'signingKey',
  ])
})

test('addresses without TLS are for private networks only', () => {
  const plain = { ...shop, uri: 'http://10.0.0.7/logout', probeUri: 'http://10.0.0.7/probe' }

  expect(wrongOf(plain)).toEqual(['uri', 'probeUri'])
  expect(wrongOf({ ...plain, allowsPrivateAddresses: true })).toEqual([])
})

test('only what differs is changed, and a key that stays is not sent', () => {
  const known = { ...view, signingKeyId: 'of the op' }
  const changesTo = (extra: object) => {
    const read = readBackChannel({ ...formOfBackChannel(known), ...extra })
    return 'wrong' in read ? read.wrong : changesOfBackChannel(known, read.settings)
  }

  expect(changesTo({})).toEqual({})
  expect(changesTo({ honoursSub: true, retryOn: '' })).toEqual({ honoursSub: true, retryOn: [] })
  expect(changesTo({ key: 'own' })).toEqual({ signingKey: null })
})

test('whatever is typed makes settings of the contract, or says what is wrong', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (uri, probeUri, retryOn, jwk) => {
      const read = readBackChannel({ ...shop, uri, probeUri, retryOn, jwk, key: 'given' })

      if ('wrong' in read) expect(read.wrong.size).toBeGreaterThan(0)
      else expect(backChannelSettings.safeParse(read.settings).success).toBe(true)
    }),
  )
})
