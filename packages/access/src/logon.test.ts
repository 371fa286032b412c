import { expect, test } from 'vitest'
import { accessPorts, rightPassword, wrongPassword } from './access.test-kit.ts'
import { changeOwnPassword, logOn, replaceTemporaryPassword } from './logon.ts'

const newPassword = 'nine white cranes at noon'
const clientAddress = '192.0.2.1'
const sessionId = 'session-1'

test('logging on notes when, and writes the audit', async () => {
  const access = accessPorts()
  const { id } = await access.anAdministrator()

  const outcome = await logOn(access.ports, { userId: 'ada', password: rightPassword, clientAddress })

  expect(outcome.next).toBe('done')
  expect(outcome.administrator.lastLogonAt).toEqual(access.ports.clock())
  expect(await access.ports.store.administratorById(id)).toEqual(outcome.administrator)
  expect(access.audit.at(-1)).toMatchObject({
    act: 'administrator-logged-on',
    target: 'ada',
    detail: { clientAddress },
  })
})

test('with a temporary password the logon is only begun, and noted when the new password is chosen', async () => {
  const access = accessPorts()
  const { id } = await access.anAdministrator({ mustChangePassword: true })

  const outcome = await logOn(access.ports, { userId: 'ada', password: rightPassword, clientAddress })
  const before = await access.ports.store.administratorById(id)
  const finished = await replaceTemporaryPassword(access.ports, {
    userId: 'ada',
    newPassword,
    clientAddress,
    sessionId,
  })

  expect(outcome.next).toBe('change-password')
  expect(before?.lastLogonAt).toBeNull()
  expect(finished).toMatchObject({ mustChangePassword: false, lastLogonAt: access.ports.clock() })
  expect(access.audit.map(({ act }) => act)).toEqual(['password-changed', 'administrator-logged-on'])
  expect(await access.attempt({ password: rightPassword })).toBe('wrong-credentials')
  expect(await access.attempt({ password: newPassword })).toBe('right')
})

test('a begun logon can be finished once: of two at the same time one is left with nothing to finish', async () => {
  const access = accessPorts()
  await access.anAdministrator({ mustChangePassword: true })
  const finish = (newPassword: string) =>
    replaceTemporaryPassword(access.ports, { userId: 'ada', newPassword, clientAddress, sessionId })

  const [first, second] = await Promise.all([finish(newPassword), finish('ten black swans at night')])

  expect(first).not.toBeNull()
  expect(second).toBeNull()
  expect(await access.attempt({ password: newPassword })).toBe('right')
})

test('a begun logon of one who was disabled meanwhile cannot be finished', async () => {
  const access = accessPorts()
  await access.anAdministrator({ mustChangePassword: true, disabled: true })

  const finished = await replaceTemporaryPassword(access.ports, {
    userId: 'ada',
    newPassword,
    clientAddress,
    sessionId,
  })

  expect(finished).toBeNull()
})

test('the temporary password cannot be chosen again, nor a weak one', async () => {
  const access = accessPorts()
  await access.anAdministrator({ mustChangePassword: true })
  const choose = (newPassword: string) =>
    replaceTemporaryPassword(access.ports, { userId: 'ada', newPassword, clientAddress, sessionId })

  await expect(choose(rightPassword)).rejects.toMatchObject({ code: 'password-too-weak' })
  await expect(choose('password1234')).rejects.toMatchObject({ code: 'password-too-weak' })
  expect(await choose(newPassword)).not.toBeNull()
})

test('changing the own password takes the current one, and counts wrong ones like a logon does', async () => {
  const access = accessPorts()
  await access.anAdministrator()
  const change = (currentPassword: string, newPassword: string) =>
    changeOwnPassword(access.ports, { userId: 'ada', currentPassword, newPassword, clientAddress, sessionId })

  for (let failures = 0; failures < 5; failures += 1)
    await expect(change(wrongPassword, newPassword)).rejects.toMatchObject({ code: 'wrong-credentials' })
  await expect(change(rightPassword, newPassword)).rejects.toMatchObject({ code: 'too-many-attempts' })
  access.pass(5)
  await expect(change(rightPassword, rightPassword)).rejects.toMatchObject({ code: 'password-too-weak' })
  const changed = await change(rightPassword, newPassword)

  expect(changed.mustChangePassword).toBe(false)
  expect(access.audit.at(-1)).toMatchObject({ act: 'password-changed', actor: { userId: 'ada', sessionId } })
  expect(await access.attempt({ password: newPassword })).toBe('right')
})
