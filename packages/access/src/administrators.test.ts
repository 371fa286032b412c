import { expect, test } from 'vitest'
import { accessPorts, rightPassword } from './access.test-kit.ts'
import { changeAdministrator, createAdministrator, listAdministrators, resetPassword } from './administrators.ts'

const actor = { userId: 'ada', firstName: 'Ada', lastName: 'Lovelace', sessionId: 'session-1' }
const wanted = { userId: 'bob', firstName: ' Bob ', lastName: 'Babbage', role: 'operator' as const }

test('a new administrator gets a temporary password that works and must be changed', async () => {
  const access = accessPorts()

  const { administrator, temporaryPassword } = await createAdministrator(access.ports, wanted, actor)

  expect(administrator).toMatchObject({ userId: 'bob', firstName: 'Bob', mustChangePassword: true, disabled: false })
  expect(administrator.passwordHash).not.toBe(temporaryPassword)
  expect(await access.attempt({ userId: 'bob', password: temporaryPassword })).toBe('right')
  expect(access.audit).toMatchObject([
    { act: 'administrator-created', target: 'bob', actor, detail: { role: 'operator' } },
  ])
  expect(JSON.stringify(access.audit)).not.toContain(temporaryPassword)
})

test('a user ID that is taken is refused, and one that differs in case is another', async () => {
  const access = accessPorts()
  await createAdministrator(access.ports, wanted, actor)

  await expect(createAdministrator(access.ports, wanted, actor)).rejects.toMatchObject({ code: 'user-id-taken' })

  await expect(createAdministrator(access.ports, { ...wanted, userId: 'Bob' }, actor)).resolves.toBeDefined()
  expect(await listAdministrators(access.ports)).toHaveLength(2)
})

test('a user ID is one, however its letters are composed', async () => {
  const access = accessPorts()
  await createAdministrator(access.ports, { ...wanted, userId: 'zoe\u0308' }, actor)

  await expect(createAdministrator(access.ports, { ...wanted, userId: 'zo\u00eb' }, actor)).rejects.toMatchObject({
    code: 'user-id-taken',
  })
  expect(await access.ports.store.administratorByUserId('zo\u00eb')).toBeDefined()
})

test('role, names and state change, and nothing else does', async () => {
  const access = accessPorts()
  await access.anAdministrator()
  const { administrator } = await createAdministrator(access.ports, wanted, actor)

  const changed = await changeAdministrator(access.ports, administrator.id, { role: 'auditor', disabled: true }, actor)

  expect(changed).toEqual({ ...administrator, role: 'auditor', disabled: true })
  expect(await access.ports.store.administratorById(administrator.id)).toEqual(changed)
  expect(access.audit.at(-1)).toMatchObject({
    act: 'administrator-changed',
    detail: { role: 'auditor', disabled: true },
  })
})

test('the last enabled super admin can neither be disabled nor lose the role, and can be once there is another', async () => {
  const access = accessPorts()
  const ada = await access.anAdministrator()
  await access.anAdministrator({ id: 'b', userId: 'eve', disabled: true })

  for (const change of [{ disabled: true }, { role: 'operator' as const }])
    await expect(changeAdministrator(access.ports, ada.id, change, actor)).rejects.toMatchObject({
      code: 'last-super-admin',
    })
  await changeAdministrator(access.ports, 'b', { disabled: false }, actor)

  expect(await changeAdministrator(access.ports, ada.id, { disabled: true }, actor)).toMatchObject({ disabled: true })
})

test('a reset gives a new temporary password; the old one is gone', async () => {
  const access = accessPorts()
  const { id } = await access.anAdministrator()

  const { administrator, temporaryPassword } = await resetPassword(access.ports, id, actor)

  expect(administrator.mustChangePassword).toBe(true)
  expect(await access.attempt({ password: rightPassword })).toBe('wrong-credentials')
  expect(await access.attempt({ password: temporaryPassword })).toBe('right')
  expect(access.audit.map(({ act }) => act)).toContain('password-reset')
})

test('an administrator who is not there is not found', async () => {
  const access = accessPorts()

  await expect(resetPassword(access.ports, 'nobody', actor)).rejects.toMatchObject({ code: 'not-found' })
  await expect(changeAdministrator(access.ports, 'nobody', { disabled: true }, actor)).rejects.toMatchObject({
    code: 'not-found',
  })
})
