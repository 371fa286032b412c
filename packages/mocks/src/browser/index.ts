import { http } from 'msw'
import { setupWorker } from 'msw/browser'
import { mockPassword } from '../administrators.ts'
import { createMockApi, type MockApi } from '../mock-api.ts'
import { awaitMishap, letTimePass } from './live.ts'
import { showPanel } from './panel.ts'
import { addressOfScenario, type Remembered, remember, remembered, withoutMockWords } from './remembered.ts'

/** How the console opens its stream of events here; see `apps/console/src/api/events.ts`. */
export type MockEvents = {
  /** Straight from the api, past the service worker: MSW holds streams back in Safari. */
  readonly openEventSource: (lastEventId: string | null, signal: AbortSignal) => Promise<Response>
  /** Every tab has a back end of its own, so every tab holds a stream of its own. */
  readonly takeTurn: (hold: (lost: AbortSignal) => Promise<void>, signal: AbortSignal) => Promise<void>
  readonly openLine: () => { say(): void; close(): void }
}

/**
 * Put the mock back end between this page and the network, and show the panel. Resolves when every request to the api is
 * answered by it. Logged on, unless this tab was logged off before.
 */
export async function startMocks(): Promise<MockEvents> {
  let now: Remembered = remembered(sessionStorage, location.search)
  const note = (change: Partial<Remembered>) => remember(sessionStorage, (now = { ...now, ...change }))
  note({})
  const mock: MockApi = await createMockApi({
    scenario: now.scenario,
    seed: now.seed,
    pause,
    origin: location.origin,
    onLogon(isLoggedOn) {
      note({ loggedOff: !isLoggedOn })
      if (isLoggedOn) awaitMishap(mock)
    },
  })
  const { setupToken } = mock
  const address = setupToken === null ? withoutMockWords(location.href) : `/setup#${setupToken}`
  history.replaceState(history.state, '', address)
  if (setupToken === null && !now.loggedOff) await mock.logOn()

  const delayMs = () => now.delayMs ?? mock.scenario.delayMs
  await answerRequests(async (request) => {
    await pause(delayMs())
    return mock.fetch(request)
  })
  letTimePass(mock)
  showPanel({
    scenario: now.scenario,
    sessions: mock.scenario.sessions,
    seed: now.seed,
    password: mockPassword,
    delayMs: delayMs(),
    isOpen: now.panelOpen,
    chooseScenario: (name) => location.assign(addressOfScenario(name, location.href)),
    chooseDelay: (delayMs) => note({ delayMs }),
    closeMySession: () => void mock.closeMySession(),
    keepOpen: (panelOpen) => note({ panelOpen }),
  })
  return eventsOf(mock)
}

/** MSW's service worker hands over what goes to the api; the files of the console go to the dev server as ever. */
async function answerRequests(answer: (request: Request) => Promise<Response>) {
  const ofTheApi = ['/api/*', '/signals/*', '/.well-known/*', '/healthz', '/readyz', '/metrics']
  const worker = setupWorker(
    ...ofTheApi.map((path) => http.all(location.origin + path, ({ request }) => answer(request))),
  )
  await worker.start({ quiet: true, onUnhandledFrame: 'bypass' })
}

function eventsOf(mock: MockApi): MockEvents {
  return {
    async openEventSource(lastEventId, signal) {
      const headers = new Headers({ accept: 'text/event-stream' })
      if (lastEventId !== null) headers.set('last-event-id', lastEventId)
      const response = await mock.fetch(new Request(new URL('/api/events', location.origin), { headers }))
      if (response.body === null) return response
      // A response that did not come over the network does not end with the signal by itself.
      const body = response.body.pipeThrough(new TransformStream<Uint8Array, Uint8Array>(), { signal })
      return new Response(body, response)
    },
    takeTurn: (hold, signal) => hold(signal),
    openLine: () => ({ say() {}, close() {} }),
  }
}

function pause(ms: number): Promise<void> {
  return ms === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms))
}
