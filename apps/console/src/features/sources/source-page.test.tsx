import { sourceView } from '@curfew/contract'
import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ask, openConsole, show } from '../../console.test-kit.tsx'
import {
  alertDialog,
  aSourceView,
  callAs,
  dialog,
  factOf,
  logOnAs,
  logOnUsers,
  registerSource,
} from './sources.test-kit.ts'

const empty = { scenario: 'empty' } as const
const read = async (id: string) => sourceView.parse(await ask(`/api/sources/${id}`))
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

/** The console at the page of a source that was just registered. */
async function openSource(wanted: Parameters<typeof registerSource>[0] = { name: 'portal' }) {
  const console = await openConsole('/sources', empty)
  await screen.findByRole('heading', { name: 'Sources' })
  const { source, key } = await registerSource(wanted)
  console.takeDown()
  history.replaceState(null, '', `/sources/${source.id}`)
  const shown = show()
  await screen.findByRole('heading', { name: wanted.name })
  return { ...console, ...shown, id: source.id, key }
}

/** The page of a source in a state that takes long to get into. */
async function openAs(extra: Parameters<typeof aSourceView>[0]) {
  const source = aSourceView(extra)
  await openConsole(`/sources/${source.id}`, {
    ...empty,
    instead: ({ url }) => (url.endsWith(`/api/sources/${source.id}`) ? Response.json(source) : undefined),
  })
  await screen.findByRole('heading', { name: source.name })
}

test('a source has a page of its own: how it does, what it may and its keys', async () => {
  const { mock, key, takeDown } = await openSource({ name: 'portal', via: 'web-tier', leaseMs: 2500 })
  await logOnUsers(mock, key, 2)
  takeDown()
  show()

  const sessions = await screen.findByRole('link', { name: '2 sessions of portal: show them' })
  expect(sessions.getAttribute('href')).toBe('/access/sessions?source=equals%3Aportal')
  expect(factOf('guards connected')).toBe('0')
  expect(factOf('closures not acknowledged')).toBe('0')
  expect(factOf('May register')).toBe('Self-Service Console')
  expect(factOf('How users reach it')).toBe('Through a web tier')
  expect(factOf('Told by')).toBe('Guard feedwithin milliseconds of OK')
  expect(factOf('Lease')).toBe('2.5 sfor so long a guard may decide from memory')
  const [row] = within(screen.getByRole('table', { name: 'Keys' }))
    .getAllByRole('row')
    .slice(1)
  expect(row?.textContent).toMatch(/^Newest.*it is replaced$/)
})

test('name, kinds and lease are changed; what was not touched is not sent', async () => {
  const { user, id, asked } = await openSource()
  await user.click(screen.getByRole('button', { name: 'Change' }))
  const form = await dialog('Change portal')

  await user.clear(form.getByLabelText('Name'))
  await user.type(form.getByLabelText('Name'), 'desk')
  await user.click(form.getByRole('checkbox', { name: /^Operations Console/ }))
  await user.click(form.getByRole('button', { name: 'Save' }))

  expect(await screen.findByRole('heading', { name: 'desk' })).toBeDefined()
  expect(await screen.findByText('desk is changed.')).toBeDefined()
  expect(await read(id)).toMatchObject({ name: 'desk', kinds: ['self-service-console', 'operations-console'] })
  const changes = asked.filter(({ method }) => method === 'PATCH')
  expect(await Promise.all(changes.map((request) => request.json()))).toEqual([
    { name: 'desk', kinds: ['self-service-console', 'operations-console'] },
  ])
})

test('a change to a name that is taken is refused in the dialog', async () => {
  const { user } = await openSource()
  await registerSource({ name: 'desk' })
  await user.click(screen.getByRole('button', { name: 'Change' }))
  const form = await dialog('Change portal')

  await user.clear(form.getByLabelText('Name'))
  await user.type(form.getByLabelText('Name'), 'desk')
  await user.click(form.getByRole('button', { name: 'Save' }))

  expect((await form.findByRole('alert')).textContent).toMatch(/^There is a source of that name already\./)
})

test('disabling says what happens, asks with Cancel in focus, and the keys open nothing until it is enabled', async () => {
  const { user, mock, key, takeDown } = await openSource({ name: 'portal', leaseMs: 3000 })
  await logOnUsers(mock, key, 2)
  takeDown()
  show()
  await screen.findByRole('link', { name: '2 sessions of portal: show them' })
  const call = async () => (await callAs(mock, key, '/source/sessions/end', { sessions: [{ handle: 'x' }] })).status

  await user.click(screen.getByRole('button', { name: 'Disable' }))
  const asks = await alertDialog('Disable portal?')
  expect(document.activeElement).toBe(asks.getByRole('button', { name: 'Cancel' }))
  expect(asks.getByText(/once their lease has run out, at most 3 s from now/)).toBeDefined()
  expect(asks.getByText(/^Its 2 open sessions stay listed/)).toBeDefined()
  await user.click(asks.getByRole('button', { name: 'Disable' }))

  expect(await screen.findByText('This source is disabled: its keys open nothing.')).toBeDefined()
  expect(await call()).toBe(401)
  await waitFor(() => expect(screen.queryByRole('alertdialog', { name: 'Disable portal?' })).toBeNull())
  await user.click(screen.getByRole('button', { name: 'Enable' }))
  await user.click((await alertDialog('Enable portal?')).getByRole('button', { name: 'Enable' }))
  await waitFor(() => expect(screen.queryByText(/^This source is disabled/)).toBeNull())
  expect(await call()).toBe(200)
})

test('Esc disables nothing', async () => {
  const { user, asked } = await openSource()
  await user.click(screen.getByRole('button', { name: 'Disable' }))
  await alertDialog('Disable portal?')

  await user.keyboard('{Escape}')

  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
  expect(asked.filter(({ method }) => method === 'PATCH')).toEqual([])
})

test('a rotated key lets the one before it go on for a day', async () => {
  const { user, mock, id, key } = await openSource()
  await user.click(screen.getByRole('button', { name: 'Rotate key' }))
  const form = await dialog('Rotate the key of portal')
  expect(form.getByRole('radio', { name: 'Go on for 24 hours' })).toHaveProperty('checked', true)

  await user.click(form.getByRole('button', { name: 'Make a new key' }))

  const shown = await alertDialog('The key of portal')
  const newKey = shown.getByRole('group', { name: 'Key' }).textContent
  expect(shown.getByText(/The keys before it run out .+\./)).toBeDefined()
  for (const good of [key, newKey])
    expect((await callAs(mock, good, '/source/sessions/end', { sessions: [{ handle: 'x' }] })).status).toBe(200)
  await user.click(shown.getByRole('button', { name: 'I have it' }))
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
  const rows = within(screen.getByRole('table', { name: 'Keys' }))
    .getAllByRole('row')
    .slice(1)
  expect(rows.map((row) => row.firstElementChild?.textContent)).toEqual(['Newest', 'Earlier'])
  expect(rows[1]?.textContent).toMatch(/in 2[34] hours|tomorrow|in 1 day$/)
  expect((await read(id)).keys).toHaveLength(2)
})

test('a key in wrong hands can be stopped at once', async () => {
  const { user, mock, key } = await openSource()
  await user.click(screen.getByRole('button', { name: 'Rotate key' }))
  const form = await dialog('Rotate the key of portal')

  await user.click(form.getByRole('radio', { name: 'Stop at once' }))
  await user.click(form.getByRole('button', { name: 'Make a new key' }))

  const shown = await alertDialog('The key of portal')
  expect(shown.getByText(/The keys before it open nothing any more\./)).toBeDefined()
  expect((await callAs(mock, key, '/source/sessions/end', { sessions: [{ handle: 'x' }] })).status).toBe(401)
})

test('a silent source says since when, and what that means for its sessions', async () => {
  await openAs({ silent: true, lastSeenAt: minutesAgo(12), openSessions: 128 })

  expect(screen.getByText(/^Nothing has been heard of it since .+ \(12 min(utes|\.) ago\)\.$/)).toBeDefined()
  expect(screen.getByText(/^128 sessions of it are open here\. While its guards hear nothing/)).toBeDefined()
})

test('a source that still comes with an earlier key is pointed out', async () => {
  const key = { createdAt: minutesAgo(60), expiresAt: null, lastUsedAt: null }
  const earlier = { createdAt: minutesAgo(9999), expiresAt: minutesAgo(-600), lastUsedAt: minutesAgo(1) }
  await openAs({
    keys: [
      { id: 'k2', ...key },
      { id: 'k1', ...earlier },
    ],
  })

  expect(screen.getByText(/^The newest key has not been used yet/)).toBeDefined()
  expect(screen.getByText(/^Put the newest key in place before /)).toBeDefined()
})

test('a source whose keys have all run out says so', async () => {
  await openAs({ keys: [] })

  expect(screen.getByText(/^All its keys have run out/)).toBeDefined()
})

test('an auditor sees everything of a source, and at each button why it is not for auditors', async () => {
  const { takeDown } = await openSource()
  takeDown()
  await logOnAs('aude')

  show()

  await screen.findByRole('heading', { name: 'portal' })
  const description = 'Super admins register and change sources. Your role, auditor, sees them.'
  for (const name of [/^Change/, /^Disable/, /^Rotate key/])
    expect(screen.getByRole('button', { name, description }).getAttribute('aria-disabled')).toBe('true')
})

test('how to connect the application can be read again, without the key', async () => {
  const { user, key } = await openSource()

  await user.click(screen.getByText('Connect the application'))

  expect(screen.getByText(/^curl /).textContent).toContain(`${location.origin}/source/introspect`)
  expect(screen.getByText(/createGuard/)).toBeDefined()
  expect(document.body.textContent).not.toContain(key)
})

test('a page that is come back to shows what happened meanwhile, and keeps nobody from going idle by that', async () => {
  const { mock, key, asked } = await openSource()
  await logOnUsers(mock, key, 4)

  dispatchEvent(new Event('visibilitychange'))

  expect(await screen.findByRole('link', { name: '4 sessions of portal: show them' })).toBeDefined()
  const reads = asked.filter(({ url }) => /\/api\/sources\/[^/]+$/.test(url)).slice(-1)
  expect(reads.map(({ headers }) => headers.get('x-curfew-background'))).toEqual(['1'])
})

test('a source that does not exist is not there, like any page that is not', async () => {
  await openConsole('/sources/nonsense', empty)

  expect(await screen.findByRole('heading', { name: 'There is no such page' })).toBeDefined()
})
