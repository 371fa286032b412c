import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { createRoot } from 'react-dom/client'
import { createBrowserRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { beforeLeaving } from './api/departure.ts'
import { type OpenEventSource, openOverNetwork } from './api/event-stream.ts'
import { createEvents } from './api/events.ts'
import { EventsProvider } from './api/events-context.tsx'
import { createQueryClient } from './api/query-client.ts'
import { beTold, lookAgain } from './api/told.ts'
import { TabProvider } from './frame/tab.tsx'
import { messages } from './messages/messages.ts'
import { createRoutes } from './routes.tsx'
import { restoreTheme } from './ui/theme.ts'
import './ui/tokens.css'

restoreTheme()
document.documentElement.lang = messages.language

// A page that the browser kept whole must not come back with what it showed: it asks anew.
addEventListener('pageshow', (shown) => {
  if (shown.persisted) location.reload()
})

let openEventSource: OpenEventSource = openOverNetwork
if (import.meta.env.MODE === 'mock') {
  const { startMocks } = await import('@curfew/mocks/browser')
  openEventSource = (await startMocks()).openEventSource
}

const queries = createQueryClient()
const events = createEvents({ openEventSource, onLogoff: beTold, onDoubt: lookAgain(queries) })
const container = document.getElementById('root')
if (!container) throw new Error('The page has no place to draw in')
const root = createRoot(container)
beforeLeaving(() => {
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
            <RouterProvider router={createBrowserRouter(createRoutes({ queries, onEntered: events.start }))} />
          </TabProvider>
        </EventsProvider>
      </I18nProvider>
    </QueryClientProvider>
  </StrictMode>,
)
