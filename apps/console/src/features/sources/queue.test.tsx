import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { openConsole, show } from '../../console.test-kit.tsx'
import { aSourceView, logOnAs, rowOf } from './sources.test-kit.ts'

const since = '2026-05-04T14:03:00.000Z'
const silentPart = (part: string | null, waiting: number) => ({
  part,
  since,
  waiting,
  nextAttemptAt: since,
  cause: 'No answer at all: a firewall, or another port.',
})
const vpn = aSourceView({
  name: 'vpn',
  kinds: ['radius'],
  channel: 'radius-disconnect',
  keys: [],
  queue: { waiting: 15, givenUp: 3, silent: [silentPart('vpn-2', 12), silentPart('vpn-3', 3)], silentCount: 3 },
})

/** The console, where one source is as it takes hours to become. */
async function openAs(source = vpn, address = `/sources/${source.id}`) {
  return openConsole(address, {
    scenario: 'empty',
    instead: ({ url, method }) => {
      if (method === 'GET' && url.endsWith('/api/sources')) return Response.json({ items: [source] })
      if (method === 'POST' && url.endsWith(`/api/sources/${source.id}/retries`))
        return Response.json(
          { ...source, queue: { waiting: 0, givenUp: 0, silent: [], silentCount: 0 } },
          { status: 202 },
        )
      return method === 'GET' && url.endsWith(`/api/sources/${source.id}`) ? Response.json(source) : undefined
    },
  })
}

test('what does not answer is named with the time, what waits for it and the likely cause; what was given up is counted', async () => {
  await openAs()

  expect(await screen.findByText(/^vpn-2: no answer since .*, 12 pending\.$/)).toBeDefined()
  expect(screen.getByText(/^vpn-3: no answer since .*, 3 pending\.$/)).toBeDefined()
  expect(screen.getAllByText(/a firewall, or another port/)).toHaveLength(2)
  expect(screen.getByText('One more does not answer.')).toBeDefined()
  expect(screen.getByText(/^15 sessions wait to be told\./)).toBeDefined()
  const link = screen.getByRole('link', { name: '3 were given up.' })
  expect(link.getAttribute('href')).toBe('/given-up?source=s1')
})

test('one press tries all of it again, and the page says so', async () => {
  const { user, asked } = await openAs()

  await user.click(await screen.findByRole('button', { name: 'Retry' }))

  expect(await screen.findByText('vpn is tried again now.')).toBeDefined()
  expect(asked.filter(({ method }) => method === 'POST').map(({ url }) => new URL(url).pathname)).toEqual([
    '/api/sources/s1/retries',
  ])
})

test('what was only given up is offered for another try as well', async () => {
  await openAs({ ...vpn, queue: { waiting: 0, givenUp: 1, silent: [], silentCount: 0 } })

  expect(await screen.findByRole('link', { name: 'One was given up.' })).toBeDefined()
  expect(screen.getByRole('button', { name: 'Retry' })).toBeDefined()
})

test('the list says it in the row of the source', async () => {
  await openAs(vpn, '/sources')
  const row = within(await rowOf('vpn'))

  expect(row.getByText(/no answer since /)).toBeDefined()
  expect(row.getByRole('link', { name: '3 given up' }).getAttribute('href')).toBe('/given-up?source=s1')
})

test('an auditor sees what does not answer, and why it is not for auditors to retry', async () => {
  const { takeDown } = await openAs()
  await screen.findByRole('heading', { name: 'vpn' })
  takeDown()
  await logOnAs('aude')
  show()

  const button = await screen.findByRole('button', { name: 'Retry' })
  await waitFor(() => expect(button.getAttribute('aria-disabled')).toBe('true'))
})

test('a NAS without a disconnect port is not told from here, whatever its channel is called', async () => {
  const radius = {
    networks: ['10.1.2.3'],
    requiresMessageAuthenticator: false,
    nasKnownBy: 'attributes',
    disconnectPort: null,
    disconnectAddress: null,
    identifiedBy: null,
    interimSeconds: 300,
    missedUntilStale: 3,
    endAfterSeconds: null,
    secretChangedAt: since,
    formerSecretUntil: null,
  } as const
  await openAs({ ...vpn, queue: null, radius: { ...radius, networks: ['10.1.2.3'] } }, '/sources')

  expect(within(await rowOf('vpn')).getByText('Not told from here')).toBeDefined()
})
