import { closureView, planView, sessionPage } from '@curfew/contract'
import { createMockApi, type MockApi, type ScenarioName } from '@curfew/mocks'
import { QueryClientProvider } from '@tanstack/react-query'
import { configure, render } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { BrowserRouter } from 'react-router'
import { afterEach, vi } from 'vitest'
import { App } from './App.tsx'
import { exit } from './api/departure.ts'
import { createEvents } from './api/events.ts'
import { EventsProvider } from './api/events-context.tsx'
import { createQueryClient } from './api/query-client.ts'
import { beTold, lookAgain } from './api/told.ts'
import { TabProvider } from './frame/tab.tsx'

// Waiting ends as soon as what is waited for is there; these are for a machine that is busy with something else.
const patienceMs = 30_000
configure({ asyncUtilTimeout: patienceMs })
vi.setConfig({ testTimeout: 90_000 })

/** Wait until it holds, for what is not on the page. */
export const eventually = <Value,>(check: () => Value | Promise<Value>) => vi.waitFor(check, { timeout: patienceMs })

const takenDown: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const takeDown of takenDown.splice(0).reverse()) await takeDown()
  exit.isTaken = false
  sessionStorage.clear()
  localStorage.clear()
  history.replaceState(null, '', '/')
})

type Options = {
  readonly scenario?: ScenarioName
  /** Who is logged on already; null: nobody. */
  readonly as?: string | null
  /** Answers in place of the mock, where it has something to say. */
  readonly instead?: (request: Request) => Response | undefined | Promise<Response | undefined>
}

/** The whole console in a made-up browser, on the real api behind the mock. */
export async function openConsole(address: string, { scenario = 'quiet-day', as = 'ada', instead }: Options = {}) {
  const mock = await createMockApi({ scenario, origin: location.origin })
  takenDown.push(() => mock.stop())
  if (as !== null) await mock.logOn(as)
  const { asked } = answerWith(mock, instead)
  const departures: unknown[] = []
  vi.spyOn(exit, 'showLogonPage').mockImplementation((state) => void departures.push(state))
  history.replaceState(null, '', address)
  return { mock, asked, departures, user: userEvent.setup({ delay: null }), ...show() }
}

/** Draw the console at the address that the made-up browser shows. */
export function show() {
  furnishWindow()
  const queries = createQueryClient()
  const events = createEvents({
    openEventSource: (lastEventId) =>
      fetch('/api/events', lastEventId === null ? {} : { headers: { 'last-event-id': lastEventId } }),
    onLogoff: beTold,
    onDoubt: lookAgain(queries),
    takeTurn: (hold, signal) => hold(signal),
    openLine: () => ({ say: () => {}, close: () => {} }),
  })
  // What arrives from the mock arrives at its own time, and not inside of an act of the test.
  globalThis.IS_REACT_ACT_ENVIRONMENT = false
  const view = render(
    <QueryClientProvider client={queries}>
      <I18nProvider locale="en-GB">
        <EventsProvider client={events}>
          <TabProvider>
            <BrowserRouter>
              <App />
            </BrowserRouter>
          </TabProvider>
        </EventsProvider>
      </I18nProvider>
    </QueryClientProvider>,
  )
  const takeDown = () => {
    view.unmount()
    events.stop()
    queries.clear()
  }
  takenDown.push(takeDown)
  return { view, queries, takeDown }
}

/** Let `fetch` ask the mock. The answers of `instead` come first. */
function answerWith(mock: MockApi, instead: Options['instead']) {
  const asked: Request[] = []
  let isOver = false
  takenDown.push(() => {
    isOver = true
  })
  // The signal of jsdom is none of Node's.
  vi.stubGlobal('fetch', async (path: string, { signal: _signal, ...init }: RequestInit = {}) => {
    const request = new Request(new URL(path, location.origin), init)
    asked.push(request.clone())
    const answer = (await instead?.(request.clone())) ?? (await mock.fetch(request))
    // That a session of this test is over is no news for the next one.
    return isOver ? new Promise<never>(() => {}) : answer
  })
  return { asked }
}

/** Ask the api as the console would, beside it. */
export async function ask(path: string, body?: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(path, body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) })
  return answer.status === 204 ? null : answer.json()
}

/** jsdom lays nothing out. */
function furnishWindow() {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  )
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }))
  Element.prototype.scrollIntoView = () => {}
  Element.prototype.scrollTo = () => {}
}

/** Close sessions as the console would, beside it. @returns the closure's id */
export async function closeSome(count: number, words: { reason: string; messageToUser?: string }): Promise<string> {
  const page = sessionPage.parse(await ask('/api/sessions?limit=100'))
  const sessionIds = page.items
    .filter(({ isOwn }) => !isOwn)
    .slice(0, count)
    .map(({ id }) => id)
  const plan = planView.parse(await ask('/api/plans', { sessionIds }))
  return closureView.parse(await ask('/api/closures', { planId: plan.id, ...words })).id
}
