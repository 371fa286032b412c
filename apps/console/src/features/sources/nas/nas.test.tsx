import { type SourceView, sourceList, sourceView } from '@curfew/contract'
import { screen, waitFor, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { ask, openConsole, show } from '../../../console.test-kit.tsx'
import { alertDialog, aSourceView, dialog, factOf, logOnAs, rowOf } from '../sources.test-kit.ts'

const empty = { scenario: 'empty' } as const
const aSecret = 'a secret of the test'
const listed = async () => sourceList.parse(await ask('/api/sources')).items
const nasNamed = async (name: string) => (await listed()).find((one) => one.name === name)

/** The page of a NAS that was just registered. */
async function openNas(radius: Record<string, unknown> = {}) {
  const console = await openConsole('/sources', empty)
  await screen.findByRole('heading', { name: 'Sources' })
  const body = { name: 'vpn-9', radius: { networks: ['10.1.2.3'], secret: aSecret, ...radius } }
  const { id } = sourceView.parse(await ask('/api/nases', body))
  // The list would not hear of it for five seconds.
  history.pushState(null, '', `/sources/${id}`)
  dispatchEvent(new PopStateEvent('popstate'))
  await screen.findByRole('heading', { name: 'vpn-9' })
  return console
}

/** Nothing that the page holds or has asked for shows the secret, but the request that brought it. */
function expectNowhere(secret: string, { queries }: Pick<Awaited<ReturnType<typeof openConsole>>, 'queries'>) {
  const kept = queries.getQueryCache().getAll()
  expect(document.documentElement.outerHTML).not.toContain(secret)
  expect(location.href).not.toContain(secret)
  expect(JSON.stringify(kept.map(({ state }) => state.data))).not.toContain(secret)
}

test('a NAS is registered with a name, an address and a secret, and then its page is there without the secret', async () => {
  const console = await openConsole('/sources', empty)
  const { user, queries } = console
  await user.click(await screen.findByRole('button', { name: 'New NAS' }))
  const form = await dialog('New NAS')

  await user.type(form.getByLabelText('Name'), 'vpn-9')
  await user.type(form.getByLabelText('Its accounting comes from'), '10.1.2.3{Enter}2001:db8::/48')
  await user.type(form.getByLabelText('Shared secret'), aSecret)
  await user.click(form.getByRole('button', { name: 'Register' }))

  expect(await screen.findByRole('heading', { name: 'vpn-9' })).toBeDefined()
  expect(factOf('Its accounting comes from')).toBe('10.1.2.32001:db8::/48')
  expect(factOf('Told by')).toBe('Disconnect-Request to port 3799at the address that its accounting comes from')
  expect(factOf('Interim-Updates')).toBe(
    'every 5 minA session without a word for 15 min is shown as stale, and ended after 1 d.',
  )
  expect(screen.queryByRole('table', { name: 'Keys' })).toBeNull()
  await waitFor(() => expect(queries.getMutationCache().getAll()).toEqual([]))
  expectNowhere(aSecret, console)
  expect(await nasNamed('vpn-9')).toMatchObject({
    channel: 'radius-disconnect',
    radius: { networks: ['10.1.2.3', '2001:db8::/48'], disconnectPort: 3799, interimSeconds: 300 },
  })
})

test('what is wrong is said at its field, also where it is folded away, and nothing is sent', async () => {
  const { user, asked } = await openConsole('/sources', empty)
  await user.click(await screen.findByRole('button', { name: 'New NAS' }))
  const form = await dialog('New NAS')
  await user.type(form.getByLabelText('Its accounting comes from'), '10.1.2.300')
  await user.click(form.getByText('Accounting and attributes'))
  await user.clear(form.getByLabelText('Interim-Updates every'))
  await user.type(form.getByLabelText('Interim-Updates every'), '5 s')
  await user.click(form.getByText('Accounting and attributes'))

  await user.click(form.getByRole('button', { name: 'Register' }))

  const saidAt = (label: string) => {
    const ids = form.getByLabelText(label).getAttribute('aria-describedby') ?? ''
    return ids.split(' ').map((id) => document.getElementById(id)?.textContent)
  }
  expect(saidAt('Name')).toContain(
    'Give 1 to 64 letters, digits, dots, dashes, underscores and spaces; a letter or digit first.',
  )
  expect(saidAt('Its accounting comes from')).toContain('10.1.2.300 is neither an address nor a network.')
  expect(saidAt('Shared secret')).toContain(
    'Give 8 to 128 characters. RFC 2865 asks for at least 16 that cannot be guessed.',
  )
  expect(saidAt('Interim-Updates every')).toContain('Give at least 30 s, as 90 s, 5 min or 1 h, or nothing.')
  expect(form.getByLabelText('Interim-Updates every').closest('details')?.open).toBe(true)
  expect(asked.filter(({ method }) => method === 'POST')).toEqual([])
})

test('a name and a network that others have are refused at their fields, and what was typed stays', async () => {
  const { user } = await openNas()
  await user.click(within(screen.getByRole('navigation')).getByRole('link', { name: 'Sources' }))
  await user.click(await screen.findByRole('button', { name: 'New NAS' }))
  const form = await dialog('New NAS')
  await user.type(form.getByLabelText('Name'), 'vpn-9')
  await user.type(form.getByLabelText('Its accounting comes from'), '10.1.2.3')
  await user.type(form.getByLabelText('Shared secret'), aSecret)

  await user.click(form.getByRole('button', { name: 'Register' }))
  expect(await form.findByText(/^There is a source of that name already\./)).toBeDefined()
  await user.type(form.getByLabelText('Name'), '-b')
  await user.click(form.getByRole('button', { name: 'Register' }))
  expect(await form.findByText(/^Another NAS has one of these networks already\./)).toBeDefined()
  await user.type(form.getByLabelText('Its accounting comes from'), '{Backspace}4')
  await user.click(form.getByRole('button', { name: 'Register' }))

  expect(await screen.findByRole('heading', { name: 'vpn-9-b' })).toBeDefined()
})

test('all that the contract offers can be changed, and only what was touched is sent', async () => {
  const { user, asked } = await openNas()
  await user.click(screen.getByRole('button', { name: 'Change' }))
  const form = await dialog('Change vpn-9')
  const put = async (label: string, text: string) => {
    await user.clear(form.getByLabelText(label))
    if (text !== '') await user.type(form.getByLabelText(label), text)
  }

  await put('Disconnect port', '1700')
  await put('Disconnect address', '10.9.9.9')
  await user.click(form.getByText('Accounting and attributes'))
  await put('Interim-Updates every', '10 min')
  await put('Silent until ended', '')
  await user.selectOptions(
    form.getByLabelText('Several NASes behind it are told apart by'),
    'where their packets come from',
  )
  await user.click(form.getByRole('checkbox', { name: /^Message-Authenticator required/ }))
  await user.selectOptions(form.getByLabelText('Sessions are named to it with'), 'only those chosen here')
  await user.click(form.getByRole('checkbox', { name: 'Framed-IP-Address' }))
  await user.click(form.getByRole('button', { name: 'Save' }))

  expect(await screen.findByText('vpn-9 is changed.')).toBeDefined()
  const sent = asked.filter(({ method }) => method === 'PATCH')
  expect(await Promise.all(sent.map((request) => request.json()))).toEqual([
    {
      radius: {
        disconnectPort: 1700,
        disconnectAddress: '10.9.9.9',
        interimSeconds: 600,
        endAfterSeconds: null,
        nasKnownBy: 'address',
        requiresMessageAuthenticator: true,
        identifiedBy: ['User-Name', 'Framed-IP-Address', 'Acct-Session-Id'],
      },
    },
  ])
  expect(factOf('Sessions are named with')).toBe('User-Name, Framed-IP-Address and Acct-Session-Id')
  expect(factOf('Message-Authenticator')).toBe('required')
})

test('a NAS without a disconnect port says that it cannot be told, while it is changed and afterwards', async () => {
  const { user } = await openNas()
  await user.click(screen.getByRole('button', { name: 'Change' }))
  const form = await dialog('Change vpn-9')

  await user.clear(form.getByLabelText('Disconnect port'))
  expect(form.getByText(/^Empty: it cannot be told from here/)).toBeDefined()
  expect(form.queryByLabelText('Disconnect address')).toBeNull()
  await user.click(form.getByRole('button', { name: 'Save' }))

  await waitFor(() => expect(factOf('Told by')).toMatch(/^Not told from here/))
  expect(await nasNamed('vpn-9')).toMatchObject({ radius: { disconnectPort: null } })
})

test('a secret is made, copied and changed; the one before it goes on for a day, and neither is shown again', async () => {
  const console = await openNas()
  const { user } = console
  const copied = vi.spyOn(navigator.clipboard, 'writeText')
  await user.click(screen.getByRole('button', { name: 'Change secret' }))
  const form = await dialog('Change the secret of vpn-9')
  const field = form.getByLabelText<HTMLInputElement>('New shared secret')
  expect(field.type).toBe('password')

  await user.click(form.getByRole('button', { name: 'Make one' }))
  const made = field.value
  await user.click(form.getByRole('button', { name: 'Copy' }))
  await user.click(form.getByRole('button', { name: 'Hide it' }))
  expect(field.type).toBe('password')
  await user.click(form.getByRole('button', { name: 'Change secret' }))

  expect(await screen.findByText('The secret of vpn-9 is changed.')).toBeDefined()
  expect(copied).toHaveBeenCalledWith(made)
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(factOf('Secret')).toMatch(/^changed .*the one before it is taken in accounting until /)
  expectNowhere(made, console)
  expectNowhere(aSecret, console)
})

test('a secret that is too short is refused at its field', async () => {
  const { user, asked } = await openNas()
  await user.click(screen.getByRole('button', { name: 'Change secret' }))
  const form = await dialog('Change the secret of vpn-9')

  await user.type(form.getByLabelText('New shared secret'), 'short')
  await user.click(form.getByRole('button', { name: 'Change secret' }))

  expect(form.getByText(/^Give 8 to 128 characters\./)).toBeDefined()
  expect(asked.some(({ method }) => method === 'PATCH')).toBe(false)
})

test('disabling a NAS says what that means for a NAS, which has no keys', async () => {
  const { user } = await openNas()
  await user.click(screen.getByRole('button', { name: 'Disable' }))
  const asks = await alertDialog('Disable vpn-9?')

  expect(asks.getByText(/^Its accounting gets no answer any more/)).toBeDefined()
  await user.click(asks.getByRole('button', { name: 'Disable' }))

  expect(await screen.findByText('This NAS is disabled: its accounting gets no answer.')).toBeDefined()
  expect(document.body.textContent).not.toMatch(/its keys/i)
})

test('a silent NAS says what nobody knows then, and does not speak of guards', async () => {
  const radius: SourceView['radius'] = {
    networks: ['10.1.2.3'],
    requiresMessageAuthenticator: false,
    nasKnownBy: 'attributes',
    disconnectPort: 3799,
    disconnectAddress: null,
    identifiedBy: null,
    interimSeconds: null,
    missedUntilStale: 3,
    endAfterSeconds: null,
    secretChangedAt: '2026-05-04T14:05:00.000Z',
    formerSecretUntil: null,
  }
  const of = { kinds: ['radius'], channel: 'radius-disconnect', keys: [], silent: true, openSessions: 2 } as const
  const source = aSourceView({ ...of, kinds: ['radius'], keys: [], name: 'vpn-9', radius })
  await openConsole(`/sources/${source.id}`, {
    ...empty,
    instead: ({ url }) => (url.endsWith(`/api/sources/${source.id}`) ? Response.json(source) : undefined),
  })

  expect(await screen.findByText(/^2 sessions of it are open here, and nobody knows/)).toBeDefined()
  expect(factOf('Interim-Updates')).toMatch(/^noneIt sends no Interim-Updates/)
})

test('an auditor sees NASes, and why they are not to be registered or changed', async () => {
  const { takeDown } = await openConsole('/sources')
  await screen.findByRole('heading', { name: 'Sources' })
  takeDown()
  await logOnAs('aude')
  show()
  const row = await rowOf('vpn-2')

  const button = screen.getByRole('button', { name: 'New NAS' })
  await waitFor(() => expect(button.getAttribute('aria-disabled')).toBe('true'))
  expect(within(row).getByText('RADIUS')).toBeDefined()
})
