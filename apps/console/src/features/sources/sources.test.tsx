import { sourceList } from '@curfew/contract'
import { screen, waitFor, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { ask, openConsole, show } from '../../console.test-kit.tsx'
import { sourceKinds } from './source-form.ts'
import {
  alertDialog,
  aSourceView,
  callAs,
  dialog,
  logOnAs,
  logOnUsers,
  registerSource,
  rowOf,
} from './sources.test-kit.ts'

const listed = async () => sourceList.parse(await ask('/api/sources')).items
const longAgo = () => new Date(Date.now() - 3_600_000).toISOString()

test('Sources in the bar leads to the sources, and says what one is while there is none', async () => {
  const { user } = await openConsole('/closures', { scenario: 'empty' })

  await user.click(await screen.findByRole('link', { name: 'Sources' }))

  expect(await screen.findByRole('heading', { name: 'Sources' })).toBeDefined()
  expect(await screen.findByText('No source is registered yet.')).toBeDefined()
  expect(screen.getByRole('link', { name: 'Sources' }).getAttribute('aria-current')).toBe('page')
  expect(document.title).toBe('Sources · Curfew')
})

test('in a demo it says that the systems of the made-up sessions are none', async () => {
  const about = { product: 'Curfew', version: '1', demo: true, setupNeeded: false }
  await openConsole('/sources', {
    scenario: 'empty',
    instead: ({ url }) => (new URL(url).pathname === '/api/about' ? Response.json(about) : undefined),
  })

  expect(await screen.findByText(/made-up sessions .* are made up as well, and not registered/)).toBeDefined()
})

test('g r leads to the sources, and the help says so', async () => {
  const { user } = await openConsole('/closures', { scenario: 'empty' })
  await screen.findByRole('heading', { name: 'Closures' })

  await user.keyboard('?')
  expect(await (await dialog('Keyboard shortcuts')).findByText('Sources')).toBeDefined()
  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await user.keyboard('gr')

  expect(await screen.findByRole('heading', { name: 'Sources' })).toBeDefined()
})

test('a source is registered, its key is shown this once and works, and then its page is there', async () => {
  const { user, mock, queries } = await openConsole('/sources', { scenario: 'empty' })
  await user.click(await screen.findByRole('button', { name: 'New source' }))
  const form = await dialog('New source')
  const copied = vi.spyOn(navigator.clipboard, 'writeText')

  await user.type(form.getByLabelText('Name'), ' portal ')
  await user.click(form.getByRole('checkbox', { name: /^Risk-based authentication/ }))
  await user.selectOptions(form.getByLabelText('How users reach its self-service console'), 'Through a web tier')
  await user.clear(form.getByLabelText('Lease in seconds'))
  await user.type(form.getByLabelText('Lease in seconds'), '2.5')
  await user.click(form.getByRole('button', { name: 'Register' }))

  const shown = await alertDialog('The key of portal')
  const key = shown.getByRole('group', { name: 'Key' }).textContent
  expect(document.activeElement).toBe(shown.getByRole('button', { name: /^Copy ?\(Key\)$/ }))
  await user.click(shown.getByRole('button', { name: /^Copy ?\(Key\)$/ }))
  expect(copied).toHaveBeenCalledWith(key)
  expect(await shown.findByRole('button', { name: /^Copied ?\(Key\)$/ })).toBeDefined()
  expect(shown.getByText(/createGuard/).textContent).toContain("kind: 'self-service-console'")
  expect((await callAs(mock, key, '/source/sessions/end', { sessions: [{ handle: 'nobody' }] })).status).toBe(200)

  await user.click(shown.getByRole('button', { name: 'I have it' }))
  expect(await screen.findByRole('heading', { name: 'portal' })).toBeDefined()
  expect(document.body.textContent).not.toContain(key)
  expect(
    JSON.stringify(
      queries
        .getQueryCache()
        .getAll()
        .map(({ state }) => state.data),
    ),
  ).not.toContain(key)
  await waitFor(() => expect(queries.getMutationCache().getAll()).toEqual([]))
  expect(await listed()).toMatchObject([
    {
      name: 'portal',
      kinds: ['self-service-console', 'risk-based-authentication'],
      via: 'web-tier',
      channel: 'guard-feed',
      leaseMs: 2500,
    },
  ])
})

test('every kind that is offered can be registered, and so can a source that is not told', async () => {
  const { user } = await openConsole('/sources', { scenario: 'empty' })
  await user.click(await screen.findByRole('button', { name: 'New source' }))
  const form = await dialog('New source')

  await user.type(form.getByLabelText('Name'), 'everything')
  const offered = form.getAllByRole('checkbox')
  for (const kind of offered.slice(1)) await user.click(kind)
  await user.selectOptions(form.getByLabelText('Told of closures by'), 'Nothing')
  expect(form.queryByLabelText('Lease in seconds')).toBeNull()
  await user.click(form.getByRole('button', { name: 'Register' }))

  await alertDialog('The key of everything')
  expect(await listed()).toMatchObject([{ name: 'everything', kinds: sourceKinds, via: null, channel: null }])
})

test('what is missing or wrong is said at its field, and nothing is sent', async () => {
  const { user, asked } = await openConsole('/sources', { scenario: 'empty' })
  await user.click(await screen.findByRole('button', { name: 'New source' }))
  const form = await dialog('New source')

  await user.click(form.getByRole('checkbox', { name: /^Self-Service Console/ }))
  await user.clear(form.getByLabelText('Lease in seconds'))
  await user.click(form.getByRole('button', { name: 'Register' }))

  expect(form.getByText(/^Give 1 to 64 letters/)).toBeDefined()
  expect(form.getByText('Choose at least one kind.')).toBeDefined()
  expect(form.getByText('Give 0.5 to 60 seconds.')).toBeDefined()
  expect(form.queryByLabelText('How users reach its self-service console')).toBeNull()
  expect(asked.filter(({ method }) => method !== 'GET')).toEqual([])
})

test('a name that is taken is said in the dialog, which keeps what was typed', async () => {
  const { user } = await openConsole('/sources', { scenario: 'empty' })
  await registerSource({ name: 'portal' })
  await user.click(await screen.findByRole('button', { name: 'New source' }))
  const form = await dialog('New source')

  await user.type(form.getByLabelText('Name'), 'portal')
  await user.click(form.getByRole('button', { name: 'Register' }))

  expect((await form.findByRole('alert')).textContent).toMatch(
    /^There is a source of that name already\. Nothing was changed\./,
  )
  expect(form.getByLabelText('Name')).toHaveProperty('value', 'portal')
})

test('Esc does not take a key away that was not copied, until it is pressed once more', async () => {
  const { user } = await openConsole('/sources', { scenario: 'empty' })
  await user.click(await screen.findByRole('button', { name: 'New source' }))
  const form = await dialog('New source')
  await user.type(form.getByLabelText('Name'), 'portal')
  await user.click(form.getByRole('button', { name: 'Register' }))
  const shown = await alertDialog('The key of portal')

  await user.keyboard('{Escape}')
  expect(await shown.findByText(/^The key has not been copied/)).toBeDefined()
  await user.keyboard('{Escape}')

  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
})

test('the list says of each source what it may, how it is told and how it does, and leads to its sessions', async () => {
  const { user, mock, takeDown } = await openConsole('/sources', { scenario: 'empty' })
  const { key } = await registerSource({ name: 'portal', via: 'direct', leaseMs: 2000 })
  await registerSource({ name: 'agent', kinds: ['authentication-agent'], toldBy: 'none' })
  await logOnUsers(mock, key, 3)
  takeDown()
  show()

  const portal = within(await rowOf('portal'))
  const agent = within(await rowOf('agent'))
  expect(portal.getByText('directly')).toBeDefined()
  expect(portal.getByText('lease 2 s')).toBeDefined()
  expect(agent.getByText('Not told from here')).toBeDefined()
  expect(agent.getByText('Never')).toBeDefined()
  expect(agent.getAllByTitle('does not apply')).toHaveLength(2)
  await user.click(portal.getByRole('link', { name: '3 sessions of portal: show them' }))
  expect(await screen.findByRole('heading', { name: 'Active User Sessions' })).toBeDefined()
  expect(new URLSearchParams(location.search).getAll('source')).toEqual(['equals:portal'])
  await waitFor(() => expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('4'))
})

test('a source that has gone silent is marked in words, and counted', async () => {
  const items = [
    aSourceView({ id: 's1', name: 'portal', silent: true, lastSeenAt: longAgo() }),
    aSourceView({ id: 's2', name: 'desk', silent: true }),
    aSourceView({ id: 's3', name: 'fine', lastSeenAt: longAgo() }),
  ]
  await openConsole('/sources', {
    instead: ({ url }) => (url.endsWith('/api/sources') ? Response.json({ items }) : undefined),
  })

  expect(await within(await rowOf('portal')).findByText(/^Silent since /)).toBeDefined()
  expect(within(await rowOf('desk')).getByText('Never heard of')).toBeDefined()
  expect(within(await rowOf('fine')).queryByText(/silent|heard/i)).toBeNull()
  expect(screen.getByText('3, 2 of them silent')).toBeDefined()
})

test.each([
  ['aude', 'auditor'],
  ['olga', 'operator'],
])('%s, who is an %s, sees the sources and why they cannot be changed', async (as, role) => {
  const { takeDown } = await openConsole('/sources', { scenario: 'empty' })
  await registerSource({ name: 'portal' })
  takeDown()
  await logOnAs(as)

  show()

  expect(await rowOf('portal')).toBeDefined()
  const description = `Super admins register and change sources. Your role, ${role}, sees them.`
  expect(screen.getByRole('button', { name: /^New source/, description }).getAttribute('aria-disabled')).toBe('true')
})
