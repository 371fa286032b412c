import { webhookList, webhookSecret } from '@curfew/contract'
import { mockPassword } from '@curfew/mocks'
import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ask, eventually, openConsole } from '../../console.test-kit.tsx'

const dialog = async (name: string) => within(await screen.findByRole('dialog', { name }))
const alertDialog = async (name: string) => within(await screen.findByRole('alertdialog', { name }))
const listed = async () => webhookList.parse(await ask('/api/webhooks')).items

/** Added beside the console; the made-up sink of that host takes everything. */
async function added(overrides: object = {}) {
  const wanted = { name: 'desk', url: 'https://sink.example/in', types: ['session.closed'], ...overrides }
  return webhookSecret.parse(await ask('/api/webhooks', wanted))
}

test('a webhook is added with what was chosen, and its secret is shown this once and is in no cache', async () => {
  const { user, queries } = await openConsole('/webhooks', { scenario: 'empty' })
  await user.click(await screen.findByRole('button', { name: 'New webhook' }))
  const form = await dialog('New webhook')

  await user.click(form.getByRole('button', { name: 'Add' }))
  expect(form.getByText(/^Give 1 to 64 letters/)).toBeDefined()
  expect(form.getByText(/^Give an address that begins/)).toBeDefined()
  await user.type(form.getByLabelText('Name'), 'desk')
  await user.clear(form.getByLabelText('Address'))
  await user.type(form.getByLabelText('Address'), 'https://sink.example/in')
  await user.click(form.getByRole('checkbox', { name: /^session.opened/ }))
  await user.click(form.getByRole('button', { name: 'Add' }))

  const shown = await alertDialog('The secret of desk')
  const secret = shown.getByRole('group', { name: 'Secret' }).textContent
  expect(secret).toMatch(/^whsec_/)
  await user.click(shown.getByRole('button', { name: 'I have it' }))
  expect(await screen.findByRole('heading', { name: 'desk' })).toBeDefined()
  expect(document.body.textContent).not.toContain(secret)
  const cached = queries
    .getQueryCache()
    .getAll()
    .map(({ state }) => state.data)
  expect(JSON.stringify(cached)).not.toContain(secret)
  expect(await listed()).toMatchObject([{ name: 'desk', types: ['session.opened', 'session.closed'] }])
})

test('a test is sent, and its answer and the log say what came back', async () => {
  const { user } = await openConsole('/webhooks', { scenario: 'empty' })
  const { webhook } = await added({ url: 'https://broken.example/in' })
  await user.click(await screen.findByRole('link', { name: 'desk' }))

  await user.click(await screen.findByRole('button', { name: 'Send test' }))

  expect(await screen.findByText(/^Not accepted after .* It answered 503\.$/)).toBeDefined()
  const log = within(await screen.findByRole('table', { name: 'Attempts' }))
  expect(await log.findByText('webhook.test')).toBeDefined()
  expect(log.getByText('Refused (503)')).toBeDefined()
  // It is text: the other side wrote a heading.
  expect(screen.queryByRole('heading', { name: 'Service Unavailable' })).toBeNull()
  expect((await listed()).find(({ id }) => id === webhook.id)?.failingSince).toBeNull()
})

test('what happens is seen on the page by itself, also that a sink fails, and it is tried again by hand', async () => {
  const { user } = await openConsole('/webhooks', { scenario: 'empty' })
  await added({ url: 'https://down.example/in', types: ['session.opened'] })
  await user.click(await screen.findByRole('link', { name: 'desk' }))
  await screen.findByText('Nothing has been sent yet.')

  await ask('/api/logon', { userId: 'olga', password: mockPassword, kind: 'api' })

  expect(await screen.findByText(/^It has failed since/)).toBeDefined()
  expect((await screen.findAllByText(/cannot be reached/)).length).toBeGreaterThan(0)
  await user.click(screen.getByRole('button', { name: 'Try again now' }))
  await eventually(async () => expect((await listed())[0]?.retrying).toBe(1))
})

test('it is changed, disabled and enabled, gets another secret, and is deleted', async () => {
  const { user } = await openConsole('/webhooks', { scenario: 'empty' })
  await added()
  await user.click(await screen.findByRole('link', { name: 'desk' }))

  await user.click(await screen.findByRole('button', { name: 'Change' }))
  const form = await dialog('Change desk')
  await user.type(form.getByLabelText('Name'), ' 2')
  await user.click(form.getByRole('button', { name: 'Save' }))
  expect(await screen.findByRole('heading', { name: 'desk 2' })).toBeDefined()
  await user.click(screen.getByRole('button', { name: 'Disable' }))
  await user.click((await alertDialog('Disable desk 2?')).getByRole('button', { name: 'Disable' }))
  expect(await screen.findByText(/^Disabled by an administrator/)).toBeDefined()
  await user.click(screen.getByRole('button', { name: 'Enable' }))
  await user.click((await alertDialog('Enable desk 2?')).getByRole('button', { name: 'Enable' }))
  await eventually(async () => expect((await listed())[0]?.disabledReason).toBeNull())
  await user.click(await screen.findByRole('button', { name: 'Rotate secret' }))
  await user.click(
    (await alertDialog('Rotate the secret of desk 2')).getByRole('button', { name: 'Make a new secret' }),
  )
  const shown = await alertDialog('The secret of desk 2')
  expect(shown.getByText(/The secret before it signs too until/)).toBeDefined()
  await user.click(shown.getByRole('button', { name: 'I have it' }))
  await user.click(await screen.findByRole('button', { name: 'Delete' }))
  await user.click((await alertDialog('Delete desk 2?')).getByRole('button', { name: 'Delete' }))

  expect(await screen.findByText('There is no webhook yet.')).toBeDefined()
  expect(await listed()).toEqual([])
})

test('an auditor sees webhooks, and reads why they cannot be changed', async () => {
  await openConsole('/webhooks', { scenario: 'failing-webhook', as: 'aude' })

  expect(await screen.findByRole('link', { name: 'data lake' })).toBeDefined()
  const create = screen.getByRole('button', { name: 'New webhook' })
  expect(create.getAttribute('aria-disabled')).toBe('true')
  expect(screen.getByText('Super admins add and change webhooks. Your role, auditor, sees them.')).toBeDefined()
})
