import { expect, test } from 'vitest'
import { hashPresented, newOwnCredential } from './credential.ts'

test('a credential has 256 random bits, and is found again by its hash', async () => {
  const { token, hash } = await newOwnCredential('api')

  expect(token).toMatch(/^curfew_a_[\w-]{43}$/)
  expect(hash).not.toContain(token)
  expect(await hashPresented('api', token)).toBe(hash)
})

test("a browser's credential is none as a bearer, and the other way round, even with its beginning exchanged", async () => {
  const { token, hash } = await newOwnCredential('security-console')
  const disguised = token.replace('curfew_c_', 'curfew_a_')

  expect(await hashPresented('api', token)).toBeNull()
  expect(await hashPresented('api', disguised)).not.toBe(hash)
})

test('what cannot be a credential is not looked up', async () => {
  for (const text of ['', 'curfew_a_', 'nonsense', `curfew_a_${'x'.repeat(44)}`, `curfew_a_${'é'.repeat(43)}`])
    expect(await hashPresented('api', text)).toBeNull()
})
