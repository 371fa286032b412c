import { sourceView } from '@curfew/contract'
import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ask, openConsole, show } from '../../../console.test-kit.tsx'
import { alertDialog, dialog, logOnAs, registerSource } from '../sources.test-kit.ts'

const read = async (id: string) => sourceView.parse(await ask(`/api/sources/${id}`))
const backChannel = { uri: 'https://shop.example/logout', audience: 'shop', issuer: 'https://op.example' }
const told = 'Told by back-channel logout'
const obeys = 'Obeys the logout tokens of an OP'
const part = async (name: string) => within(await screen.findByRole('region', { name }))
const facts = (list: HTMLElement) =>
  Object.fromEntries(
    within(list)
      .getAllByRole('term')
      .map((term) => [term.textContent, term.nextElementSibling?.textContent]),
  )

async function openSource(wanted: Omit<Parameters<typeof registerSource>[0], 'name'> = {}) {
  const console = await openConsole('/sources', { scenario: 'empty' })
  await screen.findByRole('heading', { name: 'Sources' })
  const { source } = await registerSource({ name: 'shop', ...wanted })
  console.takeDown()
  history.replaceState(null, '', `/sources/${source.id}`)
  const shown = show()
  await screen.findByRole('heading', { name: 'shop' })
  return { ...console, ...shown, id: source.id }
}

test('a source with a guard is told by back-channel logout as well, and its guard proves what a 2xx does not', async () => {
  const { user, id, asked } = await openSource()
  await user.click((await part(told)).getByRole('button', { name: `Set up: ${told}` }))
  const form = await dialog('How shop is told by back-channel logout')

  await user.click(form.getByRole('button', { name: 'Save' }))
  expect(form.getByText('Give its client_id.')).toBeDefined()
  await user.type(form.getByLabelText('Logout address'), 'http://shop.internal/logout')
  await user.type(form.getByLabelText('Audience'), 'shop')
  await user.type(form.getByLabelText('Issuer'), 'https://op.example/Ünter')
  expect(form.getByText(/^Give an https address\. Plain http only/)).toBeDefined()
  await user.click(form.getByRole('checkbox', { name: /private network/ }))
  await user.click(form.getByRole('button', { name: 'Save' }))

  expect(await (await part(told)).findByText('Its guard shows when a session is over.')).toBeDefined()
  expect((await read(id)).backChannel).toMatchObject({
    uri: 'http://shop.internal/logout',
    issuer: 'https://op.example/Ünter',
    honoursSub: false,
    signingKeyId: null,
  })
  expect(screen.getByText(/^Guard feed and back-channel logout/)).toBeDefined()
  expect(asked.filter(({ method }) => method === 'PATCH')).toHaveLength(1)
})

test('what a relying party without a guard or a probe answers is said to prove nothing, and it keeps its only way', async () => {
  const { user, id, asked } = await openSource({ toldBy: 'back-channel', backChannel: backChannel as never })

  const shown = await part(told)
  expect(facts(screen.getByRole('region', { name: told }))).toMatchObject({
    'Logout address': 'https://shop.example/logout',
    Audience: 'shop',
    Proof: expect.stringMatching(/^None\. What it accepts is shown as accepted/),
    Signed: expect.stringContaining(`${location.origin}/.well-known/jwks.json`),
    'All of a user at once': 'No: one token for each session',
  })
  const remove = shown.getByRole('button', { name: `Remove: ${told}` })
  expect(remove.getAttribute('aria-disabled')).toBe('true')
  await user.click(shown.getByRole('button', { name: `Change: ${told}` }))
  const form = await dialog(/^How shop is told/)
  await user.type(form.getByLabelText('Probe address'), 'https://shop.example/introspect')
  await user.click(form.getByText('Further settings'))
  await user.click(form.getByRole('checkbox', { name: /at a token with sub/ }))
  await user.click(form.getByRole('button', { name: 'Save' }))

  await waitFor(async () => expect((await read(id)).backChannel).toMatchObject({ honoursSub: true }))
  const sent = asked.filter(({ method }) => method === 'PATCH').map((request) => request.json())
  expect(await Promise.all(sent)).toEqual([
    { backChannel: { honoursSub: true, probeUri: 'https://shop.example/introspect' } },
  ])
  expect(await shown.findByText('It is asked at https://shop.example/introspect after it has accepted.')).toBeDefined()
})

test('the key of an OP is given once, named by its kid, and never shown', async () => {
  const { user, id } = await openSource({ toldBy: 'back-channel', backChannel: backChannel as never })
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  const { kty, crv, x, y, d = '' } = await crypto.subtle.exportKey('jwk', pair.privateKey)
  await user.click((await part(told)).getByRole('button', { name: `Change: ${told}` }))
  const form = await dialog(/^How shop is told/)

  await user.selectOptions(form.getByLabelText('Tokens are signed with'), 'A key of its OP')
  await user.click(form.getByLabelText('Private key (JWK)'))
  await user.paste(JSON.stringify({ kty, crv, x, y, d, kid: 'op-2026' }))
  await user.click(form.getByText('Further settings'))
  await user.selectOptions(form.getByLabelText('Algorithm'), 'ES256')
  await user.click(form.getByRole('button', { name: 'Save' }))

  expect(await (await part(told)).findByText('ES256, by its OP’s key op-2026')).toBeDefined()
  expect((await read(id)).backChannel).toMatchObject({ algorithm: 'ES256', signingKeyId: 'op-2026' })
  expect(document.body.innerHTML).not.toContain(d)
})

test('an OP whose logout tokens end sessions is set up, changed and let go', async () => {
  const { user, id } = await openSource()
  await user.click((await part(obeys)).getByRole('button', { name: `Set up: ${obeys}` }))
  const form = await dialog('Whose logout tokens end sessions of shop')

  await user.type(form.getByLabelText('Issuer'), 'https://op.example')
  await user.type(form.getByLabelText('Audience'), 'shop')
  await user.type(form.getByLabelText('Address of its keys (JWKS)'), 'https://op.example/jwks')
  for (const name of ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'])
    await user.click(form.getByRole('checkbox', { name }))
  await user.click(form.getByRole('button', { name: 'Save' }))
  expect(form.getByText('Choose at least one.')).toBeDefined()
  await user.click(form.getByRole('checkbox', { name: 'ES256' }))
  await user.click(form.getByRole('button', { name: 'Save' }))

  await waitFor(async () => expect((await read(id)).openIdProvider).toMatchObject({ algorithms: ['ES256'] }))
  const shown = await part(obeys)
  expect(await shown.findByText('https://op.example/jwks')).toBeDefined()
  await user.click(shown.getByRole('button', { name: `Remove: ${obeys}` }))
  const asks = await alertDialog('Obey https://op.example no more?')
  expect(document.activeElement).toBe(asks.getByRole('button', { name: 'Cancel' }))
  await user.click(asks.getByRole('button', { name: 'Obey it no more' }))
  await waitFor(async () => expect((await read(id)).openIdProvider).toBeNull())
})

test('a relying party is registered with all that it takes to tell it', async () => {
  const { user } = await openConsole('/sources', { scenario: 'empty' })
  await user.click(await screen.findByRole('button', { name: 'New source' }))
  const form = await dialog('New source')

  await user.type(form.getByLabelText('Name'), 'shop')
  await user.selectOptions(form.getByLabelText('Told of closures by'), 'Back-channel logout')
  await user.click(form.getByRole('button', { name: 'Register' }))
  expect(form.getByText('Give the issuer of its OP.')).toBeDefined()
  await user.type(form.getByLabelText('Logout address'), backChannel.uri)
  await user.type(form.getByLabelText('Audience'), backChannel.audience)
  await user.type(form.getByLabelText('Issuer'), backChannel.issuer)
  await user.click(form.getByRole('button', { name: 'Register' }))

  await alertDialog('The key of shop')
  const { items } = (await ask('/api/sources')) as { items: unknown[] }
  expect(items).toMatchObject([{ name: 'shop', channel: 'back-channel', leaseMs: 0, backChannel }])
})

test('an auditor sees both directions, and at each button why it is not for auditors', async () => {
  const { takeDown } = await openSource({ backChannel: backChannel as never })
  takeDown()
  await logOnAs('aude')

  show()

  const description = 'Super admins register and change sources. Your role, auditor, sees them.'
  await part(told)
  for (const name of [`Change: ${told}`, `Remove: ${told}`, `Set up: ${obeys}`])
    expect(screen.getByRole('button', { name, description }).getAttribute('aria-disabled')).toBe('true')
})
