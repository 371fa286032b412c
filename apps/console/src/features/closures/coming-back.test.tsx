import { closurePage, holdPage } from '@curfew/contract'
import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ask, eventually, openConsole } from '../../console.test-kit.tsx'

test('the page of a closure says who came back and how soon, and keeps them out by one press', async () => {
  const { user } = await openConsole('/closures', { scenario: 'back-again' })
  const [closure] = closurePage.parse(await ask('/api/closures')).items
  const inForce = async () => holdPage.parse(await ask('/api/holds?inForce=yes')).items
  const before = (await inForce()).length
  const link = await eventually(() => {
    const links = screen.getAllByRole('link')
    return links.find((one) => one.getAttribute('href') === `/closures/${closure?.id}`) ?? expect.fail('not listed yet')
  })
  await user.click(link)

  const table = within(await screen.findByRole('table', { name: '3 came back' }))
  expect(table.getByText('came back after 4 s')).toBeDefined()
  const [keepOut] = table.getAllByRole('button', { name: /^Keep out for 15 minutes: ./ })
  await user.click(keepOut ?? expect.fail())

  expect(await screen.findByText(/ is kept out until .*\. Sessions that are open go on\.$/)).toBeDefined()
  await eventually(async () => expect(await inForce()).toHaveLength(before + 1))
  const receipts = within(await screen.findByRole('table', { name: 'Receipts' }))
  await user.click(receipts.getAllByRole('button', { name: /^Keep out… ./ })[0] ?? expect.fail())
  expect(await screen.findByRole('dialog', { name: /^Keep .* out$/ })).toBeDefined()
})
