import { holdPage, sessionPage } from '@curfew/contract'
import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ask, eventually } from '../../console.test-kit.tsx'
import { firstRows, openSessions } from './sessions-page.test-kit.tsx'

const inForce = async () => holdPage.parse(await ask('/api/holds?inForce=yes')).items
const back = async () => sessionPage.parse(await ask('/api/sessions?cameBack=equals%3Ayes&sort=loggedOnAt')).items

test('who came back is marked in the grid, is kept out by one press, and that is taken back by another', async () => {
  const { user } = await openSessions({ scenario: 'back-again', address: '?cameBack=equals%3Ayes' })
  await firstRows()
  const [first] = await back()
  const userId = first?.userId ?? expect.fail('nobody came back')
  const before = (await inForce()).length

  expect(await screen.findByText('came back after 4 s')).toBeDefined()
  await user.click(screen.getByRole('button', { name: `Keep ${userId} out for 15 minutes` }))

  expect(
    await screen.findByText(new RegExp(`^${userId} is kept out until .* Sessions that are open go on\\.$`)),
  ).toBeDefined()
  const holds = await inForce()
  expect(holds).toHaveLength(before + 1)
  expect(holds.find(({ subject }) => subject.kind === 'user' && subject.userId === userId)).toMatchObject({
    reason: 'Came back after 4 s',
  })
  expect(screen.queryByText(/ selected/)).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Lift it' }))
  expect(await screen.findByText(`${userId} may come in again.`)).toBeDefined()
  await eventually(async () => expect(await inForce()).toHaveLength(before))
})

test('those of a selection are kept out together, each once, and the detail says that they are', async () => {
  const { user } = await openSessions({ scenario: 'back-again', address: '?cameBack=equals%3Ayes' })
  await firstRows()
  await user.keyboard('jx{Shift>}{ArrowDown}{/Shift}h')
  const form = within(await screen.findByRole('dialog', { name: 'Keep 2 users out' }))

  expect(form.getByRole('radio', { name: 'These 2 users, everywhere' })).toHaveProperty('checked', true)
  await user.click(form.getByRole('button', { name: 'Keep out' }))

  expect(await screen.findByText(/^2 holds until /)).toBeDefined()
  const names = new Set((await back()).slice(-2).map(({ userId }) => userId))
  const made = (await inForce()).filter(({ subject }) => subject.kind === 'user' && names.has(subject.userId))
  expect(made).toHaveLength(2)
  // Where one was before the dialog, one is again.
  await eventually(() => expect(document.activeElement?.getAttribute('role')).toBe('gridcell'))
  await user.keyboard('{Enter}')
  const panel = within(await screen.findByRole('complementary', { name: 'Session' }))
  expect(await panel.findByText(/^New sessions are refused until .*; this one goes on\./)).toBeDefined()
  expect(panel.getByText(/ after a closure$/)).toBeDefined()
  await user.click(panel.getByRole('button', { name: 'Keep out…' }))
  expect(await screen.findByRole('dialog', { name: /^Keep .* out$/ })).toBeDefined()
})
