import { closureView, planView, sessionPage, sourceKey } from '@curfew/contract'
import { createGuard, type Guard } from '@curfew/guard'
import type { MockApi } from '@curfew/mocks'
import { screen, within } from '@testing-library/react'
import { expect, onTestFinished, test, vi } from 'vitest'
import { ask, openConsole, show } from '../../console.test-kit.tsx'

/** Ask the mock as a program elsewhere would. The signal of jsdom is none of Node's, so a guard here never hangs up. */
const from =
  (mock: MockApi) =>
  async (url: string | URL | Request, init: RequestInit = {}) => {
    const { signal: _signal, ...rest } = init
    return mock.fetch(new Request(url, rest))
  }

function guardOf(mock: MockApi, key: string): Guard {
  const guard = createGuard({ url: location.origin, key, fetch: from(mock), warn: () => {} })
  onTestFinished(() => guard.close())
  return guard
}

/** So many users logged on at a source, and closed; the console is at the closure, which is in the tray, too. */
async function closeAtSource(count: number, { hasGuard }: { readonly hasGuard: boolean }) {
  const console = await openConsole('/closures', { scenario: 'empty' })
  const { mock } = console
  await screen.findByRole('heading', { name: 'Closures' })
  const { key } = sourceKey.parse(await ask('/api/sources', { name: 'portal', kinds: ['self-service-console'] }))
  const guard = hasGuard ? guardOf(mock, key) : undefined
  const sessions = Array.from({ length: count }, (_, turn) => ({
    handle: `h-${turn}`,
    kind: 'self-service-console',
    userId: `user-${turn}`,
  }))
  await from(mock)(`${location.origin}/source/sessions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ sessions }),
  })
  if (guard) await vi.waitFor(async () => expect((await guard.decide('h-0')).accepted).toBe(true))

  const { items } = sessionPage.parse(await ask('/api/sessions?source=equals:portal'))
  const plan = planView.parse(await ask('/api/plans', { sessionIds: items.map(({ id }) => id) }))
  const { id } = closureView.parse(await ask('/api/closures', { planId: plan.id, reason: 'Incident 4711' }))
  console.takeDown()
  sessionStorage.setItem('curfew.tray', JSON.stringify([id]))
  history.replaceState(null, '', `/closures/${id}`)
  show()
  return { mock, plan, key, guard }
}

const rowOf = async (userId: string) => {
  const table = within(await screen.findByRole('table', { name: 'Receipts' }))
  const link = await table.findByRole('link', { name: userId })
  return within(link.closest('tr') ?? expect.fail('no row'))
}

test('a guard that is connected acknowledges, and verifies as soon as it has refused the session', async () => {
  const { guard } = await closeAtSource(2, { hasGuard: true })

  const row = await rowOf('user-0')
  expect(row.getByText('portal')).toBeDefined()
  expect(row.getByText('Guard feed')).toBeDefined()
  expect(await row.findByText('Acknowledged')).toBeDefined()
  await vi.waitFor(async () => expect((await guard?.decide('h-0'))?.accepted).toBe(false))
  expect(await row.findByText('Verified')).toBeDefined()
  const steps = row.getAllByRole('listitem').map((step) => step.textContent)
  expect(steps).toEqual([
    expect.stringMatching(/^stored\d\d:/),
    expect.stringMatching(/^sent(by )?\+/),
    expect.stringMatching(/^acknowledged\+/),
    expect.stringMatching(/^verified\+/),
  ])
})

test('with no guard connected the receipt says so and when it is told, and so does the tray', async () => {
  const { plan } = await closeAtSource(2, { hasGuard: false })

  const row = await rowOf('user-1')
  expect(await row.findByText('Unreachable')).toBeDefined()
  expect(row.getByText(/^No guard of portal is connected/)).toBeDefined()
  expect(row.getByText('told when its guard is back')).toBeDefined()
  const tray = within(await screen.findByRole('complementary', { name: 'Closures in progress' }))
  expect(
    await tray.findByText(/^portal \(2\): No guard of portal is connected.* It is told when it is back\.$/),
  ).toBeDefined()
  expect(plan.cannotBeTold).toMatchObject([{ recipient: 'portal', sessions: 2, cause: 'No guard is connected' }])
})

test('a guard that comes back is told of what was closed meanwhile', async () => {
  const { mock, key } = await closeAtSource(1, { hasGuard: false })
  const row = await rowOf('user-0')
  await row.findByText('Unreachable')

  const guard = guardOf(mock, key)

  await vi.waitFor(async () => expect((await guard.decide('h-0')).accepted).toBe(false))
  expect(await row.findByText(/^(Sent|Acknowledged|Verified)$/)).toBeDefined()
})
