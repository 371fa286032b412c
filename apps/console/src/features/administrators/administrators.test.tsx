import { mockPassword } from '@curfew/mocks'
import { screen, waitFor, within } from '@testing-library/react'
import type { userEvent } from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { ask, openConsole } from '../../console.test-kit.tsx'

type User = ReturnType<typeof userEvent.setup>

const row = async (userId: string) =>
  (await screen.findByText(userId, { selector: 'td' })).closest('tr') ?? expect.fail('no row')
async function choose(user: User, userId: string, act: string) {
  await user.click(await screen.findByRole('button', { name: `Actions for ${userId}` }))
  await user.click(await screen.findByRole('menuitem', { name: new RegExp(`^${act}`) }))
}

test('an administrator is created, and the temporary password is shown this once', async () => {
  const { user } = await openConsole('/administrators')
  await user.click(await screen.findByRole('button', { name: 'New administrator' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'New administrator' }))
  const copied = vi.spyOn(navigator.clipboard, 'writeText')

  await user.type(dialog.getByLabelText('User ID'), ' linus ')
  await user.type(dialog.getByLabelText('First name'), 'Linus')
  await user.selectOptions(dialog.getByLabelText('Role'), 'Auditor')
  await user.click(dialog.getByRole('button', { name: 'Create' }))

  const shown = within(await screen.findByRole('alertdialog', { name: 'Temporary password' }))
  const password = shown.getByLabelText('Temporary password').textContent
  await user.click(shown.getByRole('button', { name: 'Copy' }))
  expect(copied).toHaveBeenCalledWith(password)
  expect(await shown.findByRole('button', { name: 'Copied' })).toBeDefined()
  await user.click(shown.getByRole('button', { name: 'I have it' }))
  expect(document.body.textContent).not.toContain(password)
  expect(within(await row('linus')).getByText('Auditor')).toBeDefined()
  expect(within(await row('linus')).getByText('Temporary password')).toBeDefined()
})

test('a user ID that is taken is said in the dialog, which keeps what was typed', async () => {
  const { user } = await openConsole('/administrators')
  await user.click(await screen.findByRole('button', { name: 'New administrator' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'New administrator' }))

  await user.type(dialog.getByLabelText('User ID'), 'grace')
  await user.click(dialog.getByRole('button', { name: 'Create' }))

  expect((await dialog.findByRole('alert')).textContent).toMatch(/^That user ID is taken\. Nothing was changed\./)
  expect(dialog.getByLabelText('User ID')).toHaveProperty('value', 'grace')
})

test('disabling asks first, with Cancel in focus; Esc changes nothing', async () => {
  const { user, asked } = await openConsole('/administrators')
  await choose(user, 'olga', 'Disable')
  const dialog = within(await screen.findByRole('alertdialog', { name: 'Disable olga?' }))
  const isCancelFocused = document.activeElement === dialog.getByRole('button', { name: 'Cancel' })

  await user.keyboard('{Escape}')

  expect(isCancelFocused).toBe(true)
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
  expect(asked.filter(({ method }) => method !== 'GET')).toEqual([])
})

test('a disabled administrator cannot log on, and can again when enabled', async () => {
  const { user } = await openConsole('/administrators')

  await choose(user, 'olga', 'Disable')
  await user.click(await screen.findByRole('button', { name: 'Disable' }))
  expect(await within(await row('olga')).findByText('Disabled')).toBeDefined()
  const refused = await ask('/api/logon', { userId: 'olga', password: mockPassword, kind: 'api' })
  await choose(user, 'olga', 'Enable')
  await user.click(await screen.findByRole('button', { name: 'Enable' }))
  expect(await within(await row('olga')).findByText('Enabled')).toBeDefined()

  expect(refused).toMatchObject({ code: 'wrong-credentials' })
  expect(await ask('/api/logon', { userId: 'olga', password: mockPassword, kind: 'api' })).toMatchObject({
    next: 'done',
  })
})

test('one can neither disable nor reset oneself, and the menu says what to do instead', async () => {
  const { user } = await openConsole('/administrators')
  await user.click(await screen.findByRole('button', { name: 'Actions for ada' }))

  const items = await screen.findAllByRole('menuitem')

  const disabled = items.filter((item) => item.getAttribute('aria-disabled') === 'true').map((item) => item.textContent)
  expect(disabled).toEqual([
    'Reset passwordThis is you. Change your own password instead.',
    'DisableThis is you. Somebody else can disable you.',
  ])
})

test('a reset gives a temporary password, and the old one stops working', async () => {
  const { user } = await openConsole('/administrators')

  await choose(user, 'olga', 'Reset password')
  await user.click(await screen.findByRole('button', { name: 'Reset password' }))

  const shown = within(await screen.findByRole('alertdialog', { name: 'Temporary password' }))
  expect(shown.getByLabelText('Temporary password').textContent?.length).toBeGreaterThan(11)
  expect(await ask('/api/logon', { userId: 'olga', password: mockPassword })).toMatchObject({
    code: 'wrong-credentials',
  })
})

test('a role is changed, and the last super admin cannot give theirs away', async () => {
  const { user } = await openConsole('/administrators')

  await choose(user, 'grace', 'Change role')
  await user.selectOptions(await screen.findByLabelText('Role'), 'Operator')
  await user.click(screen.getByRole('button', { name: 'Save' }))
  expect(await within(await row('grace')).findByText('Operator')).toBeDefined()
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await choose(user, 'ada', 'Change role')
  await user.selectOptions(await screen.findByLabelText('Role'), 'Auditor')
  await user.click(screen.getByRole('button', { name: 'Save' }))

  const dialog = within(screen.getByRole('dialog'))
  expect((await dialog.findByRole('alert')).textContent).toMatch(/^One super admin must remain\. Nothing was changed\./)
})

test('whoever is no super admin finds no way to the administrators', async () => {
  await openConsole('/administrators', { as: 'olga' })

  expect((await screen.findByRole('alert')).textContent).toContain('Your role does not permit this.')
  expect(screen.queryByRole('link', { name: 'Administrators' })).toBeNull()
})
