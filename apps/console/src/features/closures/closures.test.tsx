import { backgroundHeader, type ClosureView, closureView, receiptPage } from '@curfew/contract'
import { mockPassword } from '@curfew/mocks'
import { screen, waitFor, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { ask, closeSome, eventually, openConsole, show } from '../../console.test-kit.tsx'

const unreachable = { scenario: 'unreachable-recipients' } as const
const incident = { reason: 'Incident 4711: stolen laptop', messageToUser: 'Call the desk.' }
const trayNow = async (name?: RegExp) =>
  name ? screen.findByRole('region', { name }) : screen.findByRole('complementary', { name: 'Closures in progress' })
const read = async (id: string): Promise<ClosureView> => closureView.parse(await ask(`/api/closures/${id}`))
/** Programs on the API are told when they call, and these never do. */
const untilTold = (id: string) =>
  eventually(async () => {
    const { items } = receiptPage.parse(await ask(`/api/closures/${id}/receipts?status=pending&limit=500`))
    expect(items.filter(({ channel }) => channel !== 'next-call')).toEqual([])
  })

/** The console, opened anew with one closure done and in the tray. */
async function openWithClosure(address: (id: string) => string, count = 20, options: object = unreachable) {
  const console = await openConsole('/closures', options)
  await screen.findByRole('heading', { name: 'Closures' })
  const id = await closeSome(count, incident)
  console.takeDown()
  sessionStorage.setItem('curfew.tray', JSON.stringify([id]))
  history.replaceState(null, '', address(id))
  return { ...console, id, ...show() }
}

test('the tray tells how a closure goes on: closed, told, verified, refused, unreachable', async () => {
  const { id } = await openWithClosure(() => '/closures')
  await untilTold(id)

  const tray = within(await trayNow())

  const { closed, deliveries } = await read(id)
  await waitFor(() => {
    expect(tray.getByRole('link', { name: `${closed} closed` })).toBeDefined()
    expect(tray.getByRole('link', { name: `${deliveries.unreachable} unreachable` })).toBeDefined()
  })
  expect(tray.getByText('20 sessions closed', { selector: 'strong' })).toBeDefined()
  expect(tray.getByRole('progressbar').getAttribute('aria-valuetext')).toContain(
    `${deliveries.verified} of ${deliveries.total} verified`,
  )
  expect(tray.getByText(/refused everywhere after/)).toBeDefined()
})

test('the tray names the unreachable with the cause, and each number opens its list', async () => {
  const { id, user } = await openWithClosure(() => '/closures')
  await untilTold(id)
  const tray = within(await trayNow())
  await tray.findAllByText(/No answer in three attempts of one second\./)

  await user.click(tray.getByRole('link', { name: /^\d+ unreachable$/ }))

  const table = within(await screen.findByRole('table', { name: 'Receipts' }))
  expect(location.search).toBe('?status=unreachable')
  const rows = table.getAllByRole('row').slice(1)
  expect(rows).toHaveLength((await read(id)).deliveries.unreachable)
  expect(rows.every((row) => within(row).queryByText('Unreachable'))).toBe(true)
})

test('the tray stays over a reload, until it is dismissed', async () => {
  const { user, takeDown } = await openWithClosure(() => '/closures')
  await trayNow()

  takeDown()
  const again = show()
  await user.click(await screen.findByRole('button', { name: 'Dismiss: 20 sessions closed' }))

  expect(screen.queryByRole('complementary', { name: 'Closures in progress' })).toBeNull()
  again.takeDown()
  show()
  await screen.findByRole('heading', { name: 'Closures' })
  expect(screen.queryByRole('complementary', { name: 'Closures in progress' })).toBeNull()
})

test('a closure that is not there any more is said, and can be dismissed', async () => {
  sessionStorage.setItem('curfew.tray', JSON.stringify(['00000000-0000-7000-8000-000000000000']))
  const { user } = await openConsole('/closures')

  expect(await within(await trayNow()).findByText('This closure is not to be found here any more.')).toBeDefined()
  await user.click(screen.getByRole('button', { name: /^Dismiss/ }))
  expect(screen.queryByRole('complementary', { name: 'Closures in progress' })).toBeNull()
})

test('dismissing a closure hands the focus to the next one, and after the last to the page', async () => {
  const gone = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002']
  sessionStorage.setItem('curfew.tray', JSON.stringify(gone))
  const { user } = await openConsole('/closures')
  const buttons = () => screen.getAllByRole('button', { name: /^Dismiss/ })
  await trayNow()

  buttons()[0]?.focus()
  await user.keyboard('{Enter}')
  await waitFor(() => expect(document.activeElement).toBe(buttons()[0]))
  expect(buttons()).toHaveLength(1)

  await user.keyboard('{Enter}')
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('main')))
})

test('the title of the tab counts what is being closed until everybody was told', async () => {
  const pending = async (request: Request) => {
    if (!/\/api\/closures\/[^/]+$/.test(new URL(request.url).pathname) || !isHeldBack) return undefined
    const closure = closureView.parse(await (await mockAnswer(request)).json())
    return Response.json({ ...closure, deliveries: { ...closure.deliveries, pending: 7 } })
  }
  let isHeldBack = true
  let mockAnswer: (request: Request) => Promise<Response> = () => expect.fail('not there yet')
  const console = await openWithClosure(() => '/closures', 5, {
    scenario: 'quiet-day',
    instead: (request: Request) => pending(request),
  })
  mockAnswer = (request) => console.mock.fetch(request)
  await waitFor(() => expect(document.title).toBe('Closing 7 · Closures · Curfew'))

  isHeldBack = false
  await console.queries.invalidateQueries()

  await waitFor(() => expect(document.title).toBe('Closures · Curfew'))
})

test('a closure has a page of its own: who, why, when, how many, and every receipt with its milliseconds', async () => {
  const { id } = await openWithClosure((id) => `/closures/${id}`, 3, { scenario: 'quiet-day' })
  await untilTold(id)

  expect(await screen.findByRole('heading', { name: '3 sessions closed' })).toBeDefined()
  const factOf = (name: string) => screen.getByText(name, { selector: 'dt' }).nextElementSibling?.textContent
  expect(factOf('Reason')).toBe(incident.reason)
  expect(factOf('Message to the users')).toBe(incident.messageToUser)
  expect(factOf('By')).toBe('Ada Lovelace ada')
  expect(factOf('Ordered')).toMatch(/\d\d:\d\d:\d\d\.\d\d\dall sessions ended after [\d,.]+ m?s$/)
  await waitFor(() => expect(factOf('Refused everywhere')).toMatch(/^after [\d,.]+ (ms|s)$/))
  const table = within(await screen.findByRole('table', { name: 'Receipts' }))
  const [row] = table.getAllByRole('row').slice(1)
  const steps = within(row ?? expect.fail('no receipt')).getAllByRole('listitem')
  expect(steps.map((step) => step.firstElementChild?.textContent)).toEqual([
    'stored',
    'sent',
    'acknowledged',
    'verified',
  ])
  expect(steps[0]?.textContent).toMatch(/^stored\d\d:\d\d:\d\d\.\d\d\d$/)
})

test('receipts are filtered by how they stand, and the filter is in the address', async () => {
  const { id, user } = await openWithClosure((id) => `/closures/${id}`)
  await untilTold(id)
  const choose = async (name: RegExp) => user.click(await screen.findByRole('link', { name }))

  await choose(/^Unreachable \d+$/)
  await waitFor(() => expect(location.search).toBe('?status=unreachable'))
  const filtered = within(await screen.findByRole('table', { name: 'Receipts' })).getAllByRole('row').length - 1
  await choose(/^All \d+$/)

  expect(filtered).toBe((await read(id)).deliveries.unreachable)
  await waitFor(() =>
    expect(within(screen.getByRole('table', { name: 'Receipts' })).getAllByRole('row')).toHaveLength(21),
  )
})

test('the unreachable are told again on request', async () => {
  const { id, user, asked } = await openWithClosure((id) => `/closures/${id}`)
  await untilTold(id)
  await waitFor(() =>
    expect(screen.getAllByRole('button', { name: 'Retry' })[0]?.getAttribute('aria-disabled')).toBeNull(),
  )

  await user.click(screen.getAllByRole('button', { name: 'Retry' })[0] ?? expect.fail())

  expect(await screen.findByText('They are being told again.')).toBeDefined()
  expect(asked.some(({ method, url }) => method === 'POST' && url.endsWith(`/api/closures/${id}/retries`))).toBe(true)
})

test('an auditor sees why Retry is not for auditors', async () => {
  const { id, takeDown } = await openWithClosure((id) => `/closures/${id}`)
  await untilTold(id)
  takeDown()
  await ask('/api/logoff', {})
  await ask('/api/logon', { userId: 'aude', password: mockPassword })

  show()

  const description = 'Your role, auditor, sees closures and does not retry them.'
  expect((await screen.findAllByRole('button', { name: /^Retry/, description })).length).toBeGreaterThan(0)
})

test('all receipts are exported, not only those on the page, as CSV and as JSON', async () => {
  const files: { name: string; text: Promise<string> }[] = []
  const blobs: Blob[] = []
  URL.createObjectURL = (blob) => {
    if (blob instanceof Blob) blobs.push(blob)
    return 'blob:made-up'
  }
  URL.revokeObjectURL = () => {}
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    files.push({ name: this.download, text: blobs.at(-1)?.text() ?? Promise.resolve('') })
  })
  const { id, user } = await openWithClosure((id) => `/closures/${id}`, 60, { scenario: 'quiet-day' })
  await untilTold(id)

  for (const format of ['As CSV', 'As JSON']) {
    await user.click(await screen.findByRole('button', { name: 'Export receipts' }))
    await user.click(await screen.findByRole('menuitem', { name: format }))
    await eventually(() => expect(files.some(({ name }) => name.endsWith(format.slice(3).toLowerCase()))).toBe(true))
  }

  const [csv, json] = files
  expect(csv?.name).toBe(`curfew-closure-${id}.csv`)
  expect((await csv?.text)?.trimEnd().split('\r\n')).toHaveLength(62)
  expect(await csv?.text).toContain('# complete: 60 rows')
  const kept = JSON.parse((await json?.text) ?? '')
  expect(closureView.parse(kept.closure).id).toBe(id)
  expect(receiptPage.parse({ items: kept.receipts, nextCursor: null }).items).toHaveLength(60)
})

test('the list shows the newest closures first and loads more on request', async () => {
  const { user, takeDown } = await openConsole('/closures', { scenario: 'quiet-day' })
  expect(await screen.findByText('No session was closed yet.')).toBeDefined()
  for (let turn = 0; turn < 52; turn += 1) await closeSome(1, { reason: `Reason ${turn}` })
  takeDown()
  show()

  const table = await screen.findByRole('table', { name: 'Closures' })
  const before = within(table).getAllByRole('row').length - 1
  await user.click(screen.getByRole('button', { name: 'Show more' }))
  await waitFor(() => expect(within(table).getAllByRole('row')).toHaveLength(53))

  expect(before).toBe(50)
  expect(within(table).getAllByRole('row')[1]?.textContent).toContain('Reason 51')
  expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull()
})

test('the list follows what others close', async () => {
  await openConsole('/closures', { scenario: 'quiet-day' })
  await screen.findByText('No session was closed yet.')

  await closeSome(2, incident)

  expect(await screen.findByText(incident.reason)).toBeDefined()
})

test('a closure that does not exist is not there, like any page that is not', async () => {
  await openConsole('/closures/nonsense')

  expect(await screen.findByRole('heading', { name: 'There is no such page' })).toBeDefined()
})

test('what the page asks by itself keeps nobody’s session from going idle; what is asked for by somebody does', async () => {
  const { asked, user, takeDown } = await openConsole('/closures', { scenario: 'quiet-day' })
  await screen.findByText('No session was closed yet.')
  for (let turn = 0; turn < 51; turn += 1) await closeSome(1, { reason: `Reason ${turn}` })
  takeDown()
  asked.length = 0
  show()
  await screen.findByText('Reason 50')

  await user.click(screen.getByRole('button', { name: 'Show more' }))
  await screen.findByText('Reason 0')
  const bySomebody = asked.filter(({ url }) => url.includes('/api/closures'))
  asked.length = 0
  await closeSome(1, { reason: 'The last one' })
  await screen.findByText('The last one')

  const isBackground = ({ headers }: Request) => headers.has(backgroundHeader)
  const byItself = asked.filter(({ url, method }) => method === 'GET' && url.includes('/api/closures'))
  expect(bySomebody.map(isBackground)).toEqual([false, false])
  expect(byItself.length).toBeGreaterThan(0)
  expect(byItself.every(isBackground)).toBe(true)
})

test('sessions that go on although their NAS agreed are told: in the tray, on the page, in the list and at their receipt', async () => {
  const { id, user } = await openWithClosure((closureId) => `/closures/${closureId}`, 60, { scenario: 'nas-refuses' })
  await eventually(async () => expect((await read(id)).stillOnline).toBeGreaterThan(0))
  const { stillOnline } = await read(id)
  const { items } = receiptPage.parse(await ask(`/api/closures/${id}/receipts?limit=500`))
  expect(items.filter(({ stillOnlineAt }) => stillOnlineAt !== null)).toHaveLength(stillOnline)

  const tray = within(await trayNow())
  await waitFor(() => expect(tray.getByRole('link', { name: `${stillOnline} still online` })).toBeDefined())
  expect(await screen.findByText(/sessions? goe?s? on, (its|their) NAS/)).toBeDefined()
  await user.click(tray.getByRole('link', { name: `${stillOnline} still online` }))
  expect((await screen.findAllByText(/^Still online: its NAS said so at /)).length).toBeGreaterThan(0)
  await user.click(screen.getByRole('link', { name: 'Closures' }))

  expect(await screen.findByText(`${stillOnline} still online`, { selector: 'span' })).toBeDefined()
})
