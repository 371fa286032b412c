import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { App } from './App.tsx'
import { beforeLeaving } from './api/departure.ts'
import { openOverNetwork } from './api/event-stream.ts'
import { createEvents, type EventPorts } from './api/events.ts'
import { EventsProvider } from './api/events-context.tsx'
import { createQueryClient } from './api/query-client.ts'
import { beTold, lookAgain } from './api/told.ts'
import { takeSetupToken } from './features/logon/setup-token.ts'
import { forgetTray } from './frame/closing-tray.tsx'
import { TabProvider } from './frame/tab.tsx'
import { fetchAhead } from './lazy-pages.ts'
import { messages } from './messages/messages.ts'
import { restoreTheme } from './ui/theme.ts'
import './ui/tokens.css'

restoreTheme()
document.documentElement.lang = messages.language

// A page that the browser kept whole must not come back with what it showed: it asks anew.
addEventListener('pageshow', (shown) => {
  if (shown.persisted) location.reload()
})

let stream: Pick<EventPorts, 'openEventSource' | 'takeTurn' | 'openLine'> = { openEventSource: openOverNetwork }
if (import.meta.env.MODE === 'mock') {
  const { startMocks } = await import('@curfew/mocks/browser')
  stream = await startMocks()
}
takeSetupToken()
fetchAhead(location.pathname)

const queries = createQueryClient()
const events = createEvents({ ...stream, onLogoff: beTold, onDoubt: lookAgain(queries) })
const container = document.getElementById('root')
if (!container) throw new Error('The page has no place to draw in')
const root = createRoot(container)
beforeLeaving(() => {
  forgetTray()
  events.stop()
  root.unmount()
  queries.clear()
})
root.render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <I18nProvider locale={messages.formats.locale}>
        <EventsProvider client={events}>
          <TabProvider>
            <BrowserRouter>
              <App />
            </BrowserRouter>
          </TabProvider>
        </EventsProvider>
      </I18nProvider>
    </QueryClientProvider>
  </StrictMode>,
)
