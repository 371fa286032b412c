import { backChannelSettings, openIdProvider, privateJwk } from '@curfew/contract'
import type { SigningKey } from '@curfew/registry'
import { aSource } from '@curfew/registry/cast'
import { exportJWK, generateKeyPair } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import { anAudit, minutesLater, newId, now } from './acts.ts'
import { forEachStore, type TestedStore } from './stores.ts'

let jwk: SigningKey['jwk']
beforeAll(async () => {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  jwk = privateJwk.parse({ ...(await exportJWK(privateKey)), kid: 'of a test' })
})

const aKey = (algorithm: SigningKey['algorithm'], createdAt: Date): SigningKey => ({
  id: newId('signing-key'),
  algorithm,
  jwk,
  createdAt,
  signsFrom: createdAt,
  publishedUntil: null,
})
const add = (store: TestedStore, key: SigningKey, inPlaceOf: SigningKey | null, othersUntil: Date) =>
  store.addSigningKey(key, inPlaceOf?.id ?? null, othersUntil, anAudit('signing-keys-rotated'))

forEachStore('signing keys and received tokens', (store) => {
  test('keys come back as they were added, newest first; the one before goes on for the overlap, those of other algorithms stay', async () => {
    const [first, other, second] = [aKey('ES256', now), aKey('RS256', now), aKey('ES256', minutesLater(1))]

    const outcomes = [
      await add(store(), first, null, now),
      await add(store(), other, null, now),
      await add(store(), second, first, minutesLater(60)),
    ]

    expect(outcomes).toEqual(['added', 'added', 'added'])
    const kept = await store().signingKeys()
    expect(kept[0]).toEqual(second)
    expect(new Map(kept.map((key) => [key.id, key]))).toEqual(
      new Map(
        [first, other, second].map((key) => [
          key.id,
          key === first ? { ...first, publishedUntil: minutesLater(60) } : key,
        ]),
      ),
    )
  })

  test('who was outrun has added nothing', async () => {
    const before = await store().signingKeys()

    const outcome = await add(store(), aKey('ES256', minutesLater(2)), null, minutesLater(60))

    expect(outcome).toBe('outrun')
    expect(await store().signingKeys()).toEqual(before)
  })

  test('a key is forgotten when its overlap is over and another one comes', async () => {
    const [newest] = (await store().signingKeys()).filter(({ algorithm }) => algorithm === 'ES256')
    const third = aKey('ES256', minutesLater(120))

    await add(store(), third, newest ?? null, minutesLater(180))

    const kept = (await store().signingKeys()).filter(({ algorithm }) => algorithm === 'ES256')
    expect(kept.map(({ id }) => id)).toEqual([third.id, newest?.id])
  })

  test('a token that was obeyed is known, by its issuer and its id together, until its time is over and another one comes', async () => {
    await store().rememberToken('https://op.example', 'jti-1', minutesLater(2), now)
    await store().rememberToken('https://op.example', 'jti-1', minutesLater(2), now)

    const known = await Promise.all([
      store().knowsToken('https://op.example', 'jti-1'),
      store().knowsToken('https://another.example', 'jti-1'),
      store().knowsToken('https://op.example', 'jti-2'),
    ])
    await store().rememberToken('https://op.example', 'jti-3', minutesLater(9), minutesLater(5))

    expect(known).toEqual([true, false, false])
    expect(await store().knowsToken('https://op.example', 'jti-1')).toBe(false)
    expect(await store().knowsToken('https://op.example', 'jti-3')).toBe(true)
  })

  test('how a relying party is told and whom it obeys is kept, changed apart from each other, and taken away', async () => {
    const id = newId('source')
    const backChannel = backChannelSettings.parse({
      uri: 'https://shop.example/logout',
      audience: 'shop',
      issuer: 'https://op.example/Ünter',
      signingKey: jwk,
      honoursSub: true,
      probeUri: 'https://shop.example/probe',
      retryOn: [],
    })
    const provider = openIdProvider.parse({
      issuer: 'https://op.example',
      audience: 'shop',
      jwksUri: 'https://op.example/jwks',
      algorithms: ['ES256'],
    })
    const source = { ...aSource({ backChannel, openIdProvider: provider }), id, name: id, keys: [] }
    const change = (changes: Parameters<TestedStore['changeSource']>[1]) =>
      store().changeSource(id, changes, anAudit('source-changed'))

    await store().createSource(source, anAudit('source-created'))
    expect(await store().sourceById(id)).toMatchObject({ backChannel, openIdProvider: provider })
    await change({ backChannel: { ...backChannel, signingKey: null, honoursSub: false } })
    expect(await store().sourceById(id)).toMatchObject({
      backChannel: { ...backChannel, signingKey: null, honoursSub: false },
      openIdProvider: provider,
    })
    await change({ openIdProvider: null })
    await change({ backChannel: null })
    expect(await store().sourceById(id)).toMatchObject({ backChannel: null, openIdProvider: null })
  })
})
