import { holdPage, holdView } from '@curfew/contract'
import { render, screen, within } from '@testing-library/react'
import { MemoryRouter } from 'react-router'
import { expect, test } from 'vitest'
import { ask, eventually, openConsole } from '../../console.test-kit.tsx'
import { HoldsInForce } from './HoldsInForce.tsx'

const dialog = async (name: string) => within(await screen.findByRole('dialog', { name }))
const listed = async () => holdPage.parse(await ask('/api/holds')).items
const hold = async (subject: object, more: object = {}) =>
  holdView.parse(await ask('/api/holds', { subject, seconds: 900, ...more }))

test('nobody is kept out; then a user, a user at one source and an address are, and the page says for how long', async () => {
  const { user } = await openConsole('/holds', { scenario: 'empty' })
  await screen.findByText('Nobody is kept out.')
  const begin = () => user.click(screen.getByRole('button', { name: 'Keep somebody out' }))

  await begin()
  const form = await dialog('Keep somebody out')
  await user.click(form.getByRole('button', { name: 'Keep out' }))
  expect(form.getByText('Give the user ID.')).toBeDefined()
  await user.type(form.getByLabelText('User ID'), ' grace ')
  await user.clear(form.getByLabelText('For'))
  await user.type(form.getByLabelText('For'), '2')
  await user.selectOptions(form.getByLabelText('Unit'), 'hours')
  await user.type(form.getByLabelText(/^Reason/), 'Stolen laptop')
  await user.type(form.getByLabelText(/^Message/), 'Call 4711.')
  await user.click(form.getByRole('button', { name: 'Keep out' }))
  const table = within(await screen.findByRole('table', { name: 'In force' }))
  expect(await screen.findByText(/^grace is kept out until /)).toBeDefined()
  await begin()
  const atSource = await dialog('Keep somebody out')
  await user.click(atSource.getByRole('radio', { name: 'A user at one source' }))
  await user.type(atSource.getByLabelText('User ID'), 'linus')
  await user.type(atSource.getByLabelText('Source'), 'curfew')
  await user.click(atSource.getByRole('button', { name: 'Keep out' }))
  await table.findByText('at Curfew itself')
  await begin()
  const byAddress = await dialog('Keep somebody out')
  await user.click(byAddress.getByRole('radio', { name: 'An address' }))
  await user.type(byAddress.getByLabelText('Address'), '192.0.2.300')
  await user.click(byAddress.getByRole('button', { name: 'Keep out' }))
  expect(await byAddress.findByText(/subject.address: give an IPv4 or IPv6 address/)).toBeDefined()
  await user.clear(byAddress.getByLabelText('Address'))
  await user.type(byAddress.getByLabelText('Address'), '192.0.2.0/24')
  await user.click(byAddress.getByRole('button', { name: 'Keep out' }))
  await table.findByText('192.0.2.0/24')

  expect(table.getByText(/^(2 h 00|1 h 59) left$/)).toBeDefined()
  expect(table.getByText('Stolen laptop')).toBeDefined()
  expect(table.getByText('They are told: Call 4711.')).toBeDefined()
  expect((await listed()).map(({ subject }) => subject)).toEqual([
    { kind: 'address', address: '192.0.2.0/24' },
    { kind: 'user-at-source', userId: 'linus', source: 'curfew' },
    { kind: 'user', userId: 'grace' },
  ])
})

test('a hold is lifted after a question, and is then among those that are over, with who lifted it', async () => {
  const { user } = await openConsole('/holds', { scenario: 'empty' })
  await hold({ kind: 'user', userId: 'grace' }, { reason: 'A try' })
  await user.click(await screen.findByRole('button', { name: 'Lift the hold on grace' }))
  const question = within(await screen.findByRole('alertdialog', { name: 'Let grace in again?' }))

  await user.click(question.getByRole('button', { name: 'Cancel' }))
  expect((await listed())[0]?.isInForce).toBe(true)
  await user.click(await screen.findByRole('button', { name: 'Lift the hold on grace' }))
  await user.click(await screen.findByRole('button', { name: 'Lift the hold' }))

  expect(await screen.findByText('Nobody is kept out.')).toBeDefined()
  // The row is gone with the button that had the focus.
  await eventually(() => expect(document.activeElement).toBe(screen.getByRole('main')))
  await user.click(screen.getByRole('link', { name: 'Over' }))
  const over = within(await screen.findByRole('table', { name: 'Over' }))
  expect(over.getByText('lifted by ada')).toBeDefined()
  expect(location.search).toBe('?show=over')
})

test('a hold that somebody else makes is seen by itself, and so is its end', async () => {
  await openConsole('/holds', { scenario: 'empty' })
  await screen.findByText('Nobody is kept out.')

  const { id } = await hold({ kind: 'user', userId: 'grace' })
  const table = within(await screen.findByRole('table', { name: 'In force' }))
  expect(table.getByText(/^1[45] minutes left$/)).toBeDefined()
  await ask(`/api/holds/${id}/lift`, {})

  expect(await screen.findByText('Nobody is kept out.')).toBeDefined()
})

test('a row goes when its time has come, whether or not anybody says so', async () => {
  await openConsole('/holds', { scenario: 'empty' })
  const over = await hold({ kind: 'user', userId: 'grace' }, { seconds: 1 })
  const going = await hold({ kind: 'user', userId: 'linus' })
  await eventually(async () => expect((await listed()).map(({ isInForce }) => isInForce)).toEqual([true, false]))
  const data = { items: [over, going], nextCursor: null }

  const { container } = render(
    <MemoryRouter>
      <HoldsInForce list={{ data, isPending: false }} whyNot={undefined} />
    </MemoryRouter>,
  )

  const shown = within(container)
  expect(shown.getByText('linus')).toBeDefined()
  expect(shown.queryByText('grace')).toBeNull()
})

test('what counts as coming back is changed by a super admin; an auditor sees all and reads why not', async () => {
  const { user, view } = await openConsole('/holds', { scenario: 'empty' })
  await user.click(await screen.findByRole('button', { name: 'Change' }))
  const form = await dialog('When does a session count as come back?')
  await user.clear(form.getByLabelText('Within'))
  await user.type(form.getByLabelText('Within'), '25')
  await user.selectOptions(form.getByLabelText('Unit'), 'hours')
  expect(form.getByText(/^Give a whole number; 24 hours/)).toBeDefined()
  await user.selectOptions(form.getByLabelText('Unit'), 'minutes')
  await user.click(form.getByRole('button', { name: 'Save' }))
  expect(await screen.findByText(/within 25 min after a closure/)).toBeDefined()
  await eventually(async () => expect(await ask('/api/settings')).toEqual({ cameBackWithinSeconds: 1_500 }))
  view.unmount()

  await openConsole('/holds', { scenario: 'empty', as: 'aude' })

  const create = await screen.findByRole('button', { name: 'Keep somebody out' })
  await eventually(() => expect(create.getAttribute('aria-disabled')).toBe('true'))
  expect(screen.getByText('An auditor sees holds, and neither makes nor lifts them.')).toBeDefined()
  expect(await screen.findByText(/^Super admins change this. Your role, auditor/)).toBeDefined()
})
