import { createMockApi, type MockApi, mockPassword, type ScenarioName } from '@curfew/mocks'
import { QueryClientProvider } from '@tanstack/react-query'
import { configure, render, screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { MemoryRouter, useLocation } from 'react-router'
import { afterEach, vi } from 'vitest'
import { createEvents } from '../../api/events.ts'
import { EventsProvider } from '../../api/events-context.tsx'
import { createQueryClient } from '../../api/query-client.ts'
import { ClosingTrayProvider, useClosingTray } from '../../frame/closing-tray.tsx'
import { useShortcutKeys } from '../../frame/shortcuts.ts'
import { KeepOutWhenNeeded } from '../../Inside.tsx'
import { Toasts } from '../../ui/Toast.tsx'
import { SessionsPage } from './SessionsPage.tsx'

// Two cores may be busy with other things.
configure({ asyncUtilTimeout: 30_000 })
vi.setConfig({ testTimeout: 90_000 })

const origin = 'http://curfew.mock'
const takenDown: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const takeDown of takenDown.splice(0).reverse()) await takeDown()
  sessionStorage.clear()
  localStorage.clear()
})

type Options = {
  readonly scenario?: ScenarioName
  readonly userId?: string
  /** What stands behind the `?`. */
  readonly address?: string
  /** The window is under 640 px wide. */
  readonly isNarrow?: boolean
  /** Answers in place of the mock, where it has something to say. */
  readonly instead?: (request: Request) => Response | undefined | Promise<Response | undefined>
}

/** The page in a made-up window of 1400 by 800, on the real api behind the mock, logged on. */
export async function openSessions({
  scenario = 'quiet-day',
  userId,
  address = '',
  isNarrow = false,
  instead,
}: Options = {}) {
  furnishWindow(isNarrow)
  const mock = await createMockApi({ scenario, origin })
  await mock.logOn(userId)
  const asked: Request[] = []
  const ask = async (url: string, { signal: _jsdomSignal, ...init }: RequestInit = {}) => {
    const request = new Request(new URL(url, origin), init)
    asked.push(request.clone())
    return (await instead?.(request.clone())) ?? mock.fetch(request)
  }
  vi.stubGlobal('fetch', ask)

  const queries = createQueryClient()
  const events = createEvents({
    openEventSource: () => ask('/api/events'),
    onLogoff: () => {},
    onDoubt: () => {},
    takeTurn: (hold, signal) => hold(signal),
    openLine: () => ({ say: () => {}, close: () => {} }),
  })
  events.start()
  takenDown.push(
    () => mock.stop(),
    () => queries.clear(),
    () => events.stop(),
  )
  // What arrives from the mock arrives at its own time, and not inside of an act of the test.
  globalThis.IS_REACT_ACT_ENVIRONMENT = false
  const view = render(
    <QueryClientProvider client={queries}>
      <EventsProvider client={events}>
        <ClosingTrayProvider>
          <MemoryRouter initialEntries={[`/access/sessions${address}`]}>
            <Surroundings />
            <SessionsPage />
          </MemoryRouter>
        </ClosingTrayProvider>
      </EventsProvider>
    </QueryClientProvider>,
  )
  takenDown.push(() => view.unmount())
  return { mock, asked, user: userEvent.setup(), view }
}

/** What of the frame the tests look at. */
function Surroundings() {
  useShortcutKeys()
  const { closureIds } = useClosingTray()
  return (
    <>
      <output aria-label="address">{useLocation().search}</output>
      <KeepOutWhenNeeded />
      <Toasts />
      <output aria-label="tray">{closureIds.join(' ')}</output>
    </>
  )
}

export const addressNow = () => screen.getByLabelText('address').textContent
export const trayNow = () => screen.getByLabelText('tray').textContent
export const grid = () => screen.findByRole('grid')
/** The rows that are rendered, header left out. */
export const rows = () => screen.getAllByRole('row').filter((row) => row.hasAttribute('data-row-id'))
export const firstRows = async () => {
  await screen.findAllByRole('gridcell')
  return rows()
}
export const idOf = (row: Element | undefined) => row?.getAttribute('data-row-id') ?? ''
export const userIdOf = (row: Element | undefined) => row?.querySelector('[data-opens]')?.textContent ?? ''
export const focusedCell = () => {
  const cell = document.activeElement
  return cell instanceof HTMLElement ? `${cell.dataset['row']}/${cell.dataset['id']}` : ''
}
/** How many sessions match, as the heading says. */
export const totalNow = () =>
  Number(
    screen
      .getByRole('banner')
      .textContent?.match(/([\d,]+)/)?.[1]
      ?.replace(',', ''),
  )
export const selectedRows = () => rows().filter((row) => row.getAttribute('aria-selected') === 'true')
export const button = (name: string | RegExp) => screen.getByRole('button', { name })
export const dialog = async () => within(await screen.findByRole('alertdialog'))

/** Log a program on: a session of kind `api` begins, and the page is told. Calling the answer ends it. */
export async function beginSession(mock: MockApi, userId = 'grace') {
  const ask = (path: string, headers: Record<string, string>, body?: unknown) =>
    mock.fetch(
      new Request(`${origin}${path}`, { method: 'POST', headers, ...(body ? { body: JSON.stringify(body) } : {}) }),
    )
  const answer = await ask(
    '/api/logon',
    { 'content-type': 'application/json' },
    { userId, password: mockPassword, kind: 'api' },
  )
  const { token } = await answer.json()
  return () => ask('/api/logoff', { authorization: `Bearer ${token}` })
}

/** jsdom lays nothing out; the grid asks how large it is. */
function furnishWindow(isNarrow: boolean) {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  )
  vi.stubGlobal('matchMedia', () => ({ matches: isNarrow, addEventListener: () => {}, removeEventListener: () => {} }))
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(800)
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(1400)
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(800)
  Element.prototype.scrollIntoView = () => {}
  Element.prototype.scrollTo = () => {}
}
