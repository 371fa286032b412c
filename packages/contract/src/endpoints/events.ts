import * as closing from '../closing.ts'
import type { Endpoint } from './endpoint.ts'

/** What browsers hear, and what a told one answers. */
export const eventsEndpoints = {
  watch: {
    method: 'get',
    path: '/api/events',
    access: 'own-session',
    summary: 'Event stream: something changed, and whether the own session is closed',
    success: {
      status: 200,
      contentType: 'text/event-stream',
      description: 'Events sessions, closures, webhooks, reset, logoff',
    },
    problems: ['not-logged-on', 'session-closed', 'session-expired'],
  },
  watchOwnSession: {
    method: 'get',
    path: '/api/session/events',
    access: 'begun-session',
    summary:
      'Event stream: am I off? A closed session gets its logoff event; once that is acknowledged, 204 ends the reconnecting',
    success: { status: 200, contentType: 'text/event-stream', description: 'Event logoff' },
    problems: ['not-logged-on', 'session-closed', 'session-expired'],
  },
  reportEnded: {
    method: 'post',
    path: '/api/session/ended',
    access: 'anyone',
    summary: 'A told browser reports: told, then again from the logon page',
    body: closing.endedReport,
    success: { status: 204, description: 'Noted; answers with Clear-Site-Data. An unknown receipt is answered alike' },
    problems: ['invalid-request', 'foreign-origin'],
  },
} as const satisfies Record<string, Endpoint>
