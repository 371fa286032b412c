import { expect, test } from 'vitest'
import { accessPorts, rightPassword } from './access.test-kit.ts'
import { ensureFirstAdministrator, isSetupNeeded, setUp } from './setup.ts'

const wanted = { userId: 'ada', firstName: 'Ada', lastName: 'Lovelace', password: rightPassword }

async function setupToken(ports: ReturnType<typeof accessPorts>['ports']): Promise<string> {
  const first = await ensureFirstAdministrator(ports, {})
  if (first.outcome !== 'setup-needed') throw new Error(`expected a setup token, got ${first.outcome}`)
  return first.setupToken
}

test('with a user ID and a password the first start makes a super admin, and the next start nothing', async () => {
  const access = accessPorts()

  const first = await ensureFirstAdministrator(access.ports, { userId: 'root-admin', password: rightPassword })
  const next = await ensureFirstAdministrator(access.ports, { userId: 'other', password: rightPassword })

  expect(first).toMatchObject({ outcome: 'created', administrator: { userId: 'root-admin', role: 'super-admin' } })
  expect(next).toEqual({ outcome: 'already' })
  expect(await isSetupNeeded(access.ports)).toBe(false)
  expect(access.audit).toMatchObject([{ act: 'administrator-created', actor: null, target: 'root-admin' }])
})

test.each([
  [{ userId: 'ada' }, 'invalid-request'],
  [{ password: rightPassword }, 'invalid-request'],
  [{ userId: ' ada', password: rightPassword }, 'invalid-request'],
  [{ userId: 'ada', password: 'password1234' }, 'password-too-weak'],
])('a first start with %o is refused, and nobody is created', async (given, code) => {
  const access = accessPorts()

  await expect(ensureFirstAdministrator(access.ports, given)).rejects.toMatchObject({ code })

  expect(await access.ports.store.administrators()).toEqual([])
})

test('without them it makes a setup token, of which only the hash is stored, and which works once', async () => {
  const access = accessPorts()

  const token = await setupToken(access.ports)

  expect(token).toMatch(/^[\w-]{43}$/)
  expect(await access.ports.store.setupTokenHash()).not.toContain(token)
  expect(await isSetupNeeded(access.ports)).toBe(true)
  expect(await setUp(access.ports, { ...wanted, token })).toMatchObject({ userId: 'ada', role: 'super-admin' })
  expect(await isSetupNeeded(access.ports)).toBe(false)
  await expect(setUp(access.ports, { ...wanted, userId: 'eve', token })).rejects.toMatchObject({
    code: 'setup-finished',
  })
})

test('a later start makes a new token, and the one before opens nothing', async () => {
  const access = accessPorts()
  const token = await setupToken(access.ports)
  const newer = await setupToken(access.ports)

  await expect(setUp(access.ports, { ...wanted, token })).rejects.toMatchObject({ code: 'wrong-credentials' })
  await expect(setUp(access.ports, { ...wanted, token: newer })).resolves.toMatchObject({ userId: 'ada' })
})

test('a weak password leaves the token good', async () => {
  const access = accessPorts()
  const token = await setupToken(access.ports)

  await expect(setUp(access.ports, { ...wanted, token, password: 'passwordpassword' })).rejects.toMatchObject({
    code: 'password-too-weak',
  })

  await expect(setUp(access.ports, { ...wanted, token })).resolves.toMatchObject({ userId: 'ada' })
})

test('two who use the link at the same moment do not both become super admin', async () => {
  const access = accessPorts()
  const token = await setupToken(access.ports)

  const outcomes = await Promise.allSettled([
    setUp(access.ports, { ...wanted, token }),
    setUp(access.ports, { ...wanted, userId: 'eve', token }),
  ])

  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(await access.ports.store.administrators()).toHaveLength(1)
})

test('a token that a crash left behind opens nothing once there is an administrator', async () => {
  const access = accessPorts()
  const token = await setupToken(access.ports)
  await access.anAdministrator()

  expect(await isSetupNeeded(access.ports)).toBe(false)
  await expect(setUp(access.ports, { ...wanted, userId: 'eve', token })).rejects.toMatchObject({
    code: 'setup-finished',
  })
})
