import { problems } from '@curfew/contract'
import { mockPassword } from '@curfew/mocks'
import { screen, waitFor } from '@testing-library/react'
import type { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { ask, eventually, openConsole, show } from '../../console.test-kit.tsx'

type User = ReturnType<typeof userEvent.setup>

async function logOnAs(user: User, userId: string, password: string) {
  await user.type(await screen.findByLabelText('User ID'), userId)
  await user.type(screen.getByLabelText('Password'), password)
  await user.click(screen.getByRole('button', { name: 'Log on' }))
}

test('somebody who is not logged on logs on, and comes to the page that was asked for', async () => {
  const { user } = await openConsole('/closures?from=a-link', { as: null })

  await logOnAs(user, 'ada', mockPassword)

  expect(await screen.findByRole('heading', { name: 'Closures' })).toBeDefined()
  expect(location.pathname + location.search).toBe('/closures?from=a-link')
  await waitFor(() => expect(document.title).toBe('Closures · Curfew'))
})

test('an address that leads elsewhere is not gone to after logging on', async () => {
  const { user } = await openConsole('/logon?to=//elsewhere.example/closures', { as: null })

  await logOnAs(user, 'ada', mockPassword)

  expect(await screen.findByRole('heading', { name: 'Active User Sessions' })).toBeDefined()
  expect(location.origin + location.pathname).toBe('http://localhost:3000/access/sessions')
})

test('a wrong password is said in one sentence, and what was typed is kept', async () => {
  const { user } = await openConsole('/logon', { as: null })

  await logOnAs(user, 'ada', 'not the password')

  expect((await screen.findByRole('alert')).textContent).toBe('The user ID or the password is wrong.')
  expect(screen.getByLabelText('User ID')).toHaveProperty('value', 'ada')
  expect(screen.getByLabelText('Password')).toHaveProperty('value', 'not the password')
})

test('nothing is sent before both fields are filled in', async () => {
  const { user, asked } = await openConsole('/logon', { as: null })

  await user.click(await screen.findByRole('button', { name: 'Log on' }))

  expect(screen.getByText('Give your user ID.')).toBeDefined()
  expect(screen.getByText('Give your password.')).toBeDefined()
  expect(document.activeElement).toBe(screen.getByLabelText('User ID'))
  expect(asked.filter(({ method }) => method === 'POST')).toEqual([])
})

test('after too many attempts the button says how long to wait', async () => {
  const { user } = await openConsole('/logon', {
    as: null,
    instead: ({ method }) =>
      method !== 'POST'
        ? undefined
        : Response.json(
            {
              ...problems['too-many-attempts'],
              type: '/problems/too-many-attempts',
              code: 'too-many-attempts',
              detail: 'Wait.',
              requestId: 'r',
              retryAfterSeconds: 30,
            },
            { status: 429 },
          ),
  })

  await logOnAs(user, 'ada', 'guess')

  const button = await screen.findByRole('button', { name: /^Log on/, description: /Try again in \d+ seconds\./ })
  expect(button.getAttribute('aria-disabled')).toBe('true')
  expect(screen.getByRole('alert').textContent).toBe('There were too many attempts. Nothing was done.')
})

test('somebody who is logged on already goes on without logging on', async () => {
  await openConsole('/logon?to=%2Fclosures')

  expect(await screen.findByRole('heading', { name: 'Closures' })).toBeDefined()
})

test('a temporary password is changed before anything else, also after a reload in between', async () => {
  const { user, takeDown } = await openConsole('/logon', { as: null })
  await ask('/api/logon', { userId: 'ada', password: mockPassword })
  const { temporaryPassword } = (await ask('/api/administrators', {
    userId: 'new.one',
    firstName: 'New',
    lastName: 'One',
    role: 'operator',
  })) as { temporaryPassword: string }
  await ask('/api/logoff', {})

  await logOnAs(user, 'new.one', temporaryPassword)
  expect(await screen.findByRole('heading', { name: 'Choose a new password' })).toBeDefined()
  takeDown()
  show()
  await user.type(await screen.findByLabelText('New password'), 'a sentence of my own')
  await user.type(screen.getByLabelText('New password, once more'), 'a sentence of mine')
  await user.click(screen.getByRole('button', { name: 'Set password and log on' }))
  expect(screen.getByText('The two are not the same.')).toBeDefined()
  await user.clear(screen.getByLabelText('New password, once more'))
  await user.type(screen.getByLabelText('New password, once more'), 'a sentence of my own')
  await user.click(screen.getByRole('button', { name: 'Set password and log on' }))

  expect(await screen.findByRole('heading', { name: 'Active User Sessions' })).toBeDefined()
  expect(screen.getByRole('button', { name: /New One/ })).toBeDefined()
})

test('the first administrator is created with the link, whose token leaves the address at once', async () => {
  const { user, mock } = await openConsole('/setup', { as: null, scenario: 'first-start' })
  expect(await screen.findByText(/Setting up takes the one-time link/)).toBeDefined()

  location.hash = `#${mock.setupToken}`

  await user.type(await screen.findByLabelText('User ID'), 'root.admin')
  expect(location.hash).toBe('')
  await user.type(screen.getByLabelText('First name'), 'Zoë')
  await user.type(screen.getByLabelText('Last name'), 'Müller')
  await user.type(screen.getByLabelText('New password'), 'a first sentence of mine')
  await user.type(screen.getByLabelText('New password, once more'), 'a first sentence of mine')
  await user.click(screen.getByRole('button', { name: 'Create and log on' }))
  expect(await screen.findByRole('heading', { name: 'Active User Sessions' })).toBeDefined()
  expect(screen.getByRole('button', { name: /Zoë Müller/ })).toBeDefined()
})

test('before it is set up, the logon page says where to find the link', async () => {
  await openConsole('/', { as: null, scenario: 'first-start' })

  expect(await screen.findByText(/Open the one-time link that it printed/)).toBeDefined()
})

test('a session that an administrator closes leaves at once, says why, and is reported from the logon page', async () => {
  const { mock, departures, asked, takeDown, user } = await openConsole('/administrators')
  await screen.findByRole('heading', { name: 'Administrators' })

  await mock.closeMySession()
  await eventually(() => expect(departures).toHaveLength(1))
  takeDown()
  history.replaceState(departures[0], '', '/logon')
  const again = show()

  expect(await screen.findByText(/^Your session was closed by an administrator at \d\d:\d\d\.$/)).toBeDefined()
  expect(screen.getByText('Please call the service desk, extension 4711.')).toBeDefined()
  const steps = async () => {
    const reports = asked.filter(({ url }) => url.endsWith('/api/session/ended'))
    return Promise.all(reports.map(async (report) => (await report.clone().json()).step))
  }
  await waitFor(async () => expect(await steps()).toEqual(['told', 'at-logon-page']))
  again.takeDown()
  show()
  await logOnAs(user, 'ada', mockPassword)
  expect(await screen.findByRole('heading', { name: 'Administrators' })).toBeDefined()
  expect(await steps()).toEqual(['told', 'at-logon-page'])
})

test('a session that was closed while nobody was connected is told of it by the first answer', async () => {
  const { mock, departures, user } = await openConsole('/password', {
    instead: ({ url }) => (url.endsWith('/api/events') ? new Response(null, { status: 503 }) : undefined),
  })
  await screen.findByRole('heading', { name: 'Change password' })
  await mock.closeMySession()

  await user.click(screen.getByRole('button', { name: 'Access' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Closures' }))

  await eventually(() =>
    expect(departures).toMatchObject([
      { curfewDeparture: { why: 'closed', farewell: { ending: 'closure', byYourself: false } } },
    ]),
  )
})

test('logging off leaves for the logon page', async () => {
  const { departures, user, takeDown } = await openConsole('/closures')

  await user.click(await screen.findByRole('button', { name: 'Log off' }))
  await eventually(() => expect(departures).toMatchObject([{ curfewDeparture: { why: 'logged-off' } }]))
  takeDown()
  history.replaceState(departures[0], '', '/logon')
  show()

  expect(await screen.findByText('You are logged off.')).toBeDefined()
})
