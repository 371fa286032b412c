import { mockPassword } from '@curfew/mocks'
import { screen } from '@testing-library/react'
import type { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { ask, openConsole } from '../../console.test-kit.tsx'

const chosen = 'a sentence that is new'
async function change(user: ReturnType<typeof userEvent.setup>, present: string, password = chosen) {
  await user.type(await screen.findByLabelText('Present password'), present)
  await user.type(screen.getByLabelText('New password'), password)
  await user.type(screen.getByLabelText('New password, once more'), password)
  await user.click(screen.getByRole('button', { name: 'Change password' }))
}

test('the own password is changed, and one stays logged on', async () => {
  const { user, departures } = await openConsole('/password')

  await change(user, mockPassword)

  expect(await screen.findByText('Your password is changed. Your other sessions have ended.')).toBeDefined()
  expect(await screen.findByRole('heading', { name: 'Active User Sessions' })).toBeDefined()
  expect(await ask('/api/me')).toMatchObject({ userId: 'ada' })
  expect(await ask('/api/logon', { userId: 'ada', password: chosen, kind: 'api' })).toMatchObject({ next: 'done' })
  expect(departures).toEqual([])
})

test('a wrong present password changes nothing, says so and ends nothing', async () => {
  const { user, departures } = await openConsole('/password')

  await change(user, 'not the password')

  expect((await screen.findByRole('alert')).textContent).toBe('That is not your present password. Nothing was changed.')
  expect(departures).toEqual([])
})

test('a password that is too short is said before anything is sent', async () => {
  const { user, asked } = await openConsole('/password')

  await change(user, mockPassword, 'too short')

  expect(screen.getByText('3 characters more.')).toBeDefined()
  expect(asked.filter(({ method }) => method === 'POST')).toEqual([])
})

test('a password that everybody takes is refused with a reason', async () => {
  const { user } = await openConsole('/password')

  await change(user, mockPassword, 'passwordpassword')

  expect((await screen.findByRole('alert')).textContent).toMatch(/^That password is too easy to guess\./)
})
