import * as session from '../session.ts'
import { type Endpoint, pageQuery } from './endpoint.ts'

const filterQuery = {
  userId:
    'Filter, operator:value; also lastName, firstName, clientAddress, source, securityDomain, identitySource. Repeatable. Operators contains, startsWith, equals, and each with IgnoringCase.',
  kind: 'Session kind; repeat for alternatives. Likewise status and via.',
  loggedOnAt: 'from:ISO 8601 or before:ISO 8601; likewise lastActivityAt.',
  idleSeconds: 'atLeast:seconds since the last activity.',
}

/** What an administrator sees. */
export const sessionsEndpoints = {
  listSessions: {
    method: 'get',
    path: '/api/sessions',
    access: 'auditor',
    summary: 'One page of the active user sessions',
    query: {
      ...filterQuery,
      sort: 'A column, - before it for descending; two with a comma. Default -lastActivityAt.',
      ...pageQuery,
    },
    success: { status: 200, schema: session.sessionPage, description: 'The page' },
    problems: ['invalid-request', 'not-logged-on', 'session-closed', 'session-expired'],
  },
  summarizeSessions: {
    method: 'get',
    path: '/api/sessions/summary',
    access: 'auditor',
    summary: 'Exact counts for the same filters',
    query: filterQuery,
    success: { status: 200, schema: session.sessionSummary, description: 'The counts' },
    problems: ['invalid-request', 'not-logged-on', 'session-closed', 'session-expired'],
  },
  exportSessions: {
    method: 'get',
    path: '/api/sessions/export',
    access: 'auditor',
    summary: 'All sessions that match, as CSV; the last line of a whole file says how many rows it has',
    query: { ...filterQuery, sort: 'As for the list.' },
    success: {
      status: 200,
      contentType: 'text/csv',
      description: 'Streamed; X-Total-Count carries the number of rows to expect',
    },
    problems: ['invalid-request', 'not-logged-on', 'session-closed', 'session-expired'],
  },
  readSession: {
    method: 'get',
    path: '/api/sessions/{id}',
    access: 'auditor',
    summary: 'One session with its timeline',
    success: { status: 200, schema: session.sessionDetail, description: 'The session' },
    problems: ['not-found', 'not-logged-on', 'session-closed', 'session-expired'],
  },
} as const satisfies Record<string, Endpoint>
