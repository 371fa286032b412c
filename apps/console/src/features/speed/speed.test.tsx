import { speedView } from '@curfew/contract'
import { mockPassword } from '@curfew/mocks'
import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ask, closeSome, eventually, openConsole, show } from '../../console.test-kit.tsx'

const mayWait = { scenario: 'quiet-day' } as const
const address = '/access/speed'
const dialog = async () => within(await screen.findByRole('dialog', { name: 'Change the target' }))
const figures = (part: object = {}) => ({
  count: 0,
  p50Ms: null,
  p95Ms: null,
  maxMs: null,
  met: 0,
  late: 0,
  open: 0,
  ...part,
})

/** The page with times that take long to come about. */
async function openAs(view: object) {
  const all = { total: 0, acknowledged: figures(), verified: figures(), isCut: false, rows: [], targetSeconds: 60 }
  const times = { window: 'day', from: '2026-05-03T14:05:00.000Z', to: '2026-05-04T14:05:00.000Z' }
  const answer = speedView.parse({ ...times, ...all, ...view })
  return openConsole(address, {
    ...mayWait,
    instead: ({ url, method }) => (method === 'GET' && url.includes('/api/speed') ? Response.json(answer) : undefined),
  })
}

test('Access leads to the page, which says what it shows while nothing was closed', async () => {
  const { user } = await openConsole('/closures', mayWait)
  await screen.findByRole('heading', { name: 'Closures' })

  await user.click(screen.getByRole('button', { name: 'Access' }))
  await user.click(await screen.findByRole('menuitem', { name: /How fast are we/ }))

  expect(await screen.findByRole('heading', { name: 'How fast are we' })).toBeDefined()
  expect(await screen.findByText('Nothing was closed in the last 24 hours.')).toBeDefined()
  expect(screen.getByText('Target: verified within 1 min of OK')).toBeDefined()
})

test('what was closed is shown by kind and source, from OK to acknowledged and to verified', async () => {
  const { takeDown } = await openConsole('/closures', mayWait)
  await screen.findByRole('heading', { name: 'Closures' })
  await closeSome(40, { reason: 'a test' })
  await eventually(async () => {
    const { verified } = speedView.parse(await ask('/api/speed'))
    expect(verified.count).toBeGreaterThan(10)
  })
  takeDown()
  history.replaceState(null, '', address)
  show()

  const table = within(await screen.findByRole('table', { name: 'Times from OK, by source' }))
  const { rows } = speedView.parse(await ask('/api/speed'))

  expect(table.getAllByRole('row')).toHaveLength(rows.length + 2)
  expect(table.getByText('All').closest('tr')?.textContent).toMatch(/half .*95 % .*longest/)
  for (const { source } of rows) expect(table.getAllByRole('link', { name: source }).length).toBeGreaterThan(0)
})

test('times are said in words, and what is late is told apart from what is open', async () => {
  await openAs({
    total: 128,
    acknowledged: figures({ count: 126, p50Ms: 12, p95Ms: 340, maxMs: 61_000, met: 125, late: 1, open: 2 }),
    verified: figures({ count: 124, p50Ms: 480, p95Ms: 2_100, maxMs: 95_000, met: 121, late: 3, open: 4 }),
    isCut: true,
  })

  const row = (await screen.findByText('All')).closest('tr')
  expect(row?.textContent).toContain('half 12 ms95 % 340 mslongest 1 min 1 s')
  expect(row?.textContent).toContain('half 480 ms95 % 2.1 slongest 1 min 35 s')
  expect(row?.textContent).toContain('97.6%3 late4 open')
  expect(row?.textContent).toContain('128 logoffs')
  expect(screen.getByText(/the times of the latest 100,000 logoffs/)).toBeDefined()
})

test('how far back it is looked is in the address', async () => {
  const { user, asked } = await openConsole(`${address}?window=week`, mayWait)
  const select = await screen.findByLabelText<HTMLSelectElement>('Closures of the last')
  expect(select.value).toBe('week')

  await user.selectOptions(select, '30 days')

  expect(location.search).toBe('?window=month')
  await waitFor(() => expect(asked.some(({ url }) => url.endsWith('/api/speed?window=month'))).toBe(true))
})

test('a super admin sets the target; one that is none is refused at its field', async () => {
  const { user } = await openConsole(address, mayWait)
  await user.click(await screen.findByRole('button', { name: 'Change target' }))
  const form = await dialog()

  await user.clear(form.getByLabelText('Seconds'))
  await user.type(form.getByLabelText('Seconds'), '0')
  await user.click(form.getByRole('button', { name: 'Save' }))
  expect(form.getByText('Give 1 to 86,400 whole seconds.')).toBeDefined()
  await user.clear(form.getByLabelText('Seconds'))
  await user.type(form.getByLabelText('Seconds'), '5')
  await user.click(form.getByRole('button', { name: 'Save' }))

  expect(await screen.findByText('Target: verified within 5 s of OK')).toBeDefined()
  expect(speedView.parse(await ask('/api/speed')).targetSeconds).toBe(5)
})

test('an auditor sees the times, and why the target is not to be changed', async () => {
  const { takeDown } = await openConsole(address, mayWait)
  await screen.findByRole('heading', { name: 'How fast are we' })
  takeDown()
  await ask('/api/logoff', {})
  await ask('/api/logon', { userId: 'aude', password: mockPassword })
  show()

  const button = await screen.findByRole('button', { name: 'Change target' })
  await waitFor(() => expect(button.getAttribute('aria-disabled')).toBe('true'))
})
