import { screen, waitFor, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { openConsole } from '../console.test-kit.tsx'
import { titleOf } from './tab.tsx'

test('Access leads to the sessions, the closures, the holds and the times, and marks the page one is on', async () => {
  const { user } = await openConsole('/closures')

  await user.click(await screen.findByRole('button', { name: 'Access' }))
  const items = await screen.findAllByRole('menuitem')
  await user.click(items[0] ?? expect.fail())

  expect(items.map((item) => item.textContent)).toEqual([
    'Active User Sessions',
    'Closures (current)',
    'Holds',
    'How fast are we',
  ])
  expect(await screen.findByRole('heading', { name: 'Active User Sessions' })).toBeDefined()
  expect(location.pathname).toBe('/access/sessions')
})

test('a menu is operated from the keyboard: opened with an arrow, closed with Esc, focus back on its button', async () => {
  const { user } = await openConsole('/closures')
  const button = await screen.findByRole('button', { name: 'Access' })

  button.focus()
  await user.keyboard('{ArrowDown}')
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Active User Sessions'))
  await user.keyboard('{Escape}')

  await waitFor(() => expect(document.activeElement).toBe(button))
  expect(screen.queryByRole('menu')).toBeNull()
})

test('a menu closes when the page is scrolled away under it', async () => {
  const { user } = await openConsole('/closures')
  await user.click(await screen.findByRole('button', { name: 'Access' }))
  await screen.findByRole('menu')

  dispatchEvent(new Event('scroll'))

  await waitFor(() => expect(screen.queryByRole('menu')).toBeNull())
})

test('the bar says who one is and since when, and where to change the password', async () => {
  const { user } = await openConsole('/closures')

  await user.click(await screen.findByRole('button', { name: /Ada Lovelace\s*logged on \d\d:\d\d/ }))
  await user.click(await screen.findByRole('menuitem', { name: /Change password/ }))

  expect(await screen.findByRole('heading', { name: 'Change password' })).toBeDefined()
})

test('the theme follows the system until it is set, and the choice is kept', async () => {
  const { user } = await openConsole('/closures')
  const html = document.documentElement

  const before = html.dataset['theme']
  await user.click(await screen.findByRole('button', { name: 'Theme' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Dark' }))
  const [chosen, kept] = [html.dataset['theme'], localStorage.getItem('curfew.theme')]
  await user.click(screen.getByRole('button', { name: 'Theme' }))
  await user.click(await screen.findByRole('menuitem', { name: 'As the system' }))

  expect([before, chosen, kept]).toEqual([undefined, 'dark', 'dark'])
  expect([html.dataset['theme'], localStorage.getItem('curfew.theme')]).toEqual([undefined, null])
})

test('keys lead from page to page, and ? says which', async () => {
  const { user } = await openConsole('/administrators')
  await screen.findByRole('heading', { name: 'Administrators' })

  await user.keyboard('gc')
  expect(await screen.findByRole('heading', { name: 'Closures' })).toBeDefined()
  await user.keyboard('?')
  const help = within(await screen.findByRole('dialog', { name: 'Keyboard shortcuts' }))
  expect(help.getByText('Active User Sessions')).toBeDefined()
  await user.keyboard('gs{Escape}')
  expect(await screen.findByRole('heading', { name: 'Closures' })).toBeDefined()
  await user.keyboard('gs')

  expect(await screen.findByRole('heading', { name: 'Active User Sessions' })).toBeDefined()
})

test('letters that are typed into a field are letters', async () => {
  const { user } = await openConsole('/password')

  await user.type(await screen.findByLabelText('Present password'), 'gc?/')

  expect(screen.getByLabelText('Present password')).toHaveProperty('value', 'gc?/')
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(location.pathname).toBe('/password')
})

test('keys of a single letter can be switched off', async () => {
  const { user } = await openConsole('/administrators')
  await screen.findByRole('heading', { name: 'Administrators' })
  await user.keyboard('?')
  await user.click(await screen.findByRole('checkbox', { name: 'Use shortcuts of a single key' }))
  await user.click(screen.getByRole('button', { name: 'Done' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())

  await user.keyboard('gc?')

  expect(screen.getByRole('heading', { name: 'Administrators' })).toBeDefined()
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('the first stop of the keyboard leads past the bar', async () => {
  const { user } = await openConsole('/closures')
  await screen.findByRole('heading', { name: 'Closures' })

  await user.tab()

  expect(document.activeElement?.textContent).toBe('Skip to the page')
  expect(document.querySelector(document.activeElement?.getAttribute('href') ?? '')?.tagName).toBe('MAIN')
})

test('made-up data is announced on every page, the logon page too', async () => {
  const about = { product: 'Curfew', version: '1', demo: true, setupNeeded: false }
  const instead = ({ url }: Request) => (url.endsWith('/api/about') ? Response.json(about) : undefined)
  const { takeDown } = await openConsole('/closures', { instead })
  expect(await screen.findByText(/^Demo data:/)).toBeDefined()
  takeDown()

  await openConsole('/logon', { as: null, instead })

  expect(await screen.findByText(/^Demo data:/)).toBeDefined()
})

test('an address that leads nowhere says so, inside of the frame', async () => {
  await openConsole('/nothing/here')

  expect(await screen.findByRole('heading', { name: 'There is no such page' })).toBeDefined()
  expect(screen.getByRole('link', { name: 'Go to Active User Sessions' }).getAttribute('href')).toBe('/access/sessions')
})

test('a server that does not answer is said in words, with a way to try again', async () => {
  await openConsole('/closures', {
    instead: ({ url }) => (url.endsWith('/api/me') ? new Response('Bad Gateway', { status: 502 }) : undefined),
  })

  expect(await screen.findByRole('heading', { name: 'Curfew cannot be reached' })).toBeDefined()
  expect(screen.getByRole('button', { name: 'Load the page again' })).toBeDefined()
})

test('the tab tells what is being closed before what is selected', () => {
  expect(titleOf('Closures', { selected: 0, closing: 0 })).toBe('Closures · Curfew')
  expect(titleOf('Closures', { selected: 1234, closing: 0 })).toBe('1,234 selected · Closures · Curfew')
  expect(titleOf('Closures', { selected: 3, closing: 2 })).toBe('Closing 2 · Closures · Curfew')
  expect(titleOf('Curfew', { selected: 0, closing: 0 })).toBe('Curfew')
})

test('going to another page does not lose the focus with the link that led there', async () => {
  const { user } = await openConsole('/nothing/here')

  await user.click(await screen.findByRole('link', { name: 'Go to Active User Sessions' }))

  await waitFor(() => expect(document.activeElement?.tagName).toBe('MAIN'))
})

test('the frame stands while pages change: what is open at its edge is not opened anew', async () => {
  const { user } = await openConsole('/nothing/here')
  const bar = await screen.findByRole('banner')

  await user.click(screen.getByRole('link', { name: 'Go to Active User Sessions' }))
  await screen.findByRole('heading', { name: 'Active User Sessions' })

  expect(screen.getAllByRole('banner')).toContain(bar)
})

test('a page that breaks is replaced by words, the frame stays, and another page can be gone to', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const broken = { items: [{}], nextCursor: null }
  const { user, queries } = await openConsole('/nothing/here')
  await screen.findByRole('banner')
  queries.setQueryData(['closures'], { pages: [broken], pageParams: [''] })

  await user.keyboard('gc')
  expect(await screen.findByRole('heading', { name: 'This page broke' })).toBeDefined()
  await user.click(screen.getByRole('link', { name: 'Administrators' }))

  expect(await screen.findByRole('heading', { name: 'Administrators' })).toBeDefined()
})
