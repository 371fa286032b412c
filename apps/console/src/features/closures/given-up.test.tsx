import { type GivenUpPage, givenUpPage } from '@curfew/contract'
import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { openConsole } from '../../console.test-kit.tsx'

const at = '2026-05-04T14:03:00.000Z'
const receipt = (id: string, userId: string, part: string) => ({
  id,
  sessionId: `session-${id}`,
  userId,
  kind: 'radius' as const,
  source: 'vpn',
  channel: 'radius-disconnect' as const,
  recipient: 'vpn',
  status: 'unreachable' as const,
  storedAt: at,
  sentAt: null,
  acknowledgedAt: null,
  verifiedAt: null,
  attempts: 30,
  nextAttemptAt: null,
  givenUpAt: at,
  silentSince: null,
  cause: `No answer from ${part}.`,
  acceptedBy: null,
  stillOnlineAt: null,
  closureId: id === '1' ? 'closure-1' : null,
})
const recipient = (part: string, count: number) => ({
  id: `radius-disconnect s1 ${part}`,
  channel: 'radius-disconnect' as const,
  name: 'vpn',
  part,
  count,
})
const page: GivenUpPage = {
  items: [receipt('1', 'grace', 'one'), receipt('2', 'linus', 'one'), receipt('3', 'alan', 'two')],
  nextCursor: null,
  recipients: [recipient('one', 2), recipient('two', 1)],
  recipientCount: 2,
  total: 3,
}

/** The console where that is given up, until it is tried again. */
async function openAs(address: string, as = 'ada') {
  let left = page
  const retried: unknown[] = []
  const console = await openConsole(address, {
    scenario: 'empty',
    as,
    instead: async (request) => {
      const url = new URL(request.url)
      if (url.pathname === '/api/given-up/retries') {
        retried.push(await request.json())
        left = { ...left, items: [], recipients: [], recipientCount: 0, total: 0 }
        return Response.json({ deliveries: 3 }, { status: 202 })
      }
      if (url.pathname === '/api/receipts/1/retries') {
        left = { ...left, items: left.items.slice(1), total: 2 }
        return Response.json({ ...receipt('1', 'grace', 'one'), status: 'pending' }, { status: 202 })
      }
      if (url.pathname !== '/api/given-up') return undefined
      const wanted = url.searchParams.get('recipient')
      const items = left.items.filter(({ cause }) => wanted === null || cause.endsWith(`${wanted.split(' ').at(-1)}.`))
      return Response.json(givenUpPage.parse({ ...left, items }))
    },
  })
  return { ...console, retried }
}
const users = () =>
  within(screen.getByRole('table', { name: 'Given up' }))
    .getAllByRole('row')
    .slice(1)
    .map((row) => within(row).getAllByRole('link')[0]?.textContent)

test('closures and sources lead to what was given up; it is shown by recipient, and each leads to its closure', async () => {
  const { user } = await openAs('/closures')
  expect(await screen.findByText('3 logoffs were given up: nobody tries them any more.')).toBeDefined()
  await user.click(screen.getByRole('link', { name: 'Show what was given up' }))

  await screen.findByRole('table', { name: 'Given up' })
  expect(users()).toEqual(['grace', 'linus', 'alan'])
  expect(screen.getByRole('link', { name: 'its closure' }).getAttribute('href')).toBe('/closures/closure-1')
  await user.click(screen.getByRole('link', { name: 'vpn, two 1' }))

  await waitFor(() => expect(users()).toEqual(['alan']))
  expect(location.search).toBe('?recipient=radius-disconnect+s1+two')
  expect(screen.getByText('No answer from two.')).toBeDefined()
})

test('one is tried again, then those of a recipient, by one press each', async () => {
  const { user, retried } = await openAs('/given-up')
  await user.click(await screen.findByRole('button', { name: 'Retry vpn for grace' }))
  await waitFor(() => expect(users()).toEqual(['linus', 'alan']))

  await user.click(screen.getByRole('link', { name: 'vpn, one 2' }))
  await user.click(await screen.findByRole('button', { name: 'Retry these' }))

  expect(await screen.findByText('3 are being told again.')).toBeDefined()
  expect(await screen.findByText('Nothing is given up.')).toBeDefined()
  expect(retried).toEqual([{ recipient: 'radius-disconnect s1 one' }])
})

test('an auditor sees it, and why it is not for auditors to retry', async () => {
  await openAs('/given-up', 'aude')

  const button = await screen.findByRole('button', { name: 'Retry all' })
  await waitFor(() => expect(button.getAttribute('aria-disabled')).toBe('true'))
  expect(users()).toHaveLength(3)
})
