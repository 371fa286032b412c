import { closureView, planView, sessionPage, sourceKey } from '@curfew/contract'
import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ask, openConsole, show } from '../../console.test-kit.tsx'

const backChannel = { uri: 'https://shop.example/logout', audience: 'shop', issuer: 'https://op.example' }

test('what a relying party answered with 2xx is accepted by it, and nowhere said to be logged off or acknowledged, until it asks', async () => {
  const console = await openConsole('/closures', { scenario: 'empty' })
  await screen.findByRole('heading', { name: 'Closures' })
  const wanted = { name: 'shop', kinds: ['self-service-console'], toldBy: 'back-channel', backChannel }
  const { key } = sourceKey.parse(await ask('/api/sources', wanted))
  const asTheSource = (path: string, body: string | object) =>
    console.mock.fetch(
      new Request(`${location.origin}${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': typeof body === 'string' ? 'application/x-www-form-urlencoded' : 'application/json',
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    )
  const session = { handle: 'sid-1', kind: 'self-service-console', userId: 'ada' }
  await asTheSource('/source/sessions', { sessions: [session] })
  const { items } = sessionPage.parse(await ask('/api/sessions?source=equals:shop'))
  const sessionId = items[0]?.id ?? ''
  const plan = planView.parse(await ask('/api/plans', { sessionIds: [sessionId] }))
  const { id } = closureView.parse(await ask('/api/closures', { planId: plan.id, reason: 'Incident 4711' }))
  console.takeDown()
  sessionStorage.setItem('curfew.tray', JSON.stringify([id]))
  history.replaceState(null, '', `/closures/${id}`)
  const shown = show()

  const table = within(await screen.findByRole('table', { name: 'Receipts' }))
  expect(await table.findByText('Accepted by shop')).toBeDefined()
  expect(table.getByText('It has not shown that the session is over.')).toBeDefined()
  expect(table.getAllByRole('listitem').map((step) => step.textContent)).toEqual([
    expect.stringMatching(/^stored/),
    expect.stringMatching(/^sent/),
    expect.stringMatching(/^accepted\+/),
    'verifiednot yet',
  ])
  expect(screen.getByRole('link', { name: 'Acknowledged or accepted 1' })).toBeDefined()
  const tray = within(screen.getByRole('complementary', { name: 'Closures in progress' }))
  expect(tray.getByRole('link', { name: '0 verified' })).toBeDefined()
  expect(document.body.textContent).not.toMatch(/logged off|acknowledged by/i)

  await asTheSource('/source/introspect', 'handle=sid-1')
  expect(await table.findByText('Verified')).toBeDefined()
  expect(await tray.findByRole('link', { name: '1 verified' })).toBeDefined()
  shown.takeDown()
  history.replaceState(null, '', `/access/sessions?session=${sessionId}`)
  show()
  expect(await screen.findByText('Accepted by shop')).toBeDefined()
  expect(screen.getByText('Verified at shop')).toBeDefined()
})
