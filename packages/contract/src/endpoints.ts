import type * as z from 'zod/mini'
import * as administrator from './administrator.ts'
import * as closing from './closing.ts'
import type { ProblemCode } from './problem.ts'
import * as session from './session.ts'
import type { Role } from './words.ts'

/**
 * Who may call: anyone; any session of Curfew's own, even one whose logon is only begun; any one that is logged on; or
 * administrators from this role upward.
 */
export type EndpointAccess = 'anyone' | 'begun-session' | 'own-session' | Role

/**
 * One call of the API, as data: the routes are mounted from it, the OpenAPI document is printed from it, and tests
 * hold the running server against it. Paths are written as in OpenAPI.
 */
export type Endpoint = {
  readonly method: 'get' | 'post' | 'patch'
  readonly path: `/${string}`
  readonly summary: string
  readonly access: EndpointAccess
  readonly query?: Readonly<Record<string, string>>
  readonly body?: z.ZodMiniType
  readonly success: {
    readonly status: 200 | 201 | 202 | 204
    readonly schema?: z.ZodMiniType
    readonly contentType?: string
    readonly description: string
  }
  readonly problems: readonly ProblemCode[]
}

/**
 * Sent with any value by a page that refreshes itself: such a request is no activity of its user and does not keep the
 * session from going idle.
 */
export const backgroundHeader = 'X-Curfew-Background'

const filterQuery = {
  userId:
    'Filter, operator:value; also lastName, firstName, clientAddress, source, securityDomain, identitySource. Repeatable. Operators contains, startsWith, equals, and each with IgnoringCase.',
  kind: 'Session kind; repeat for alternatives. Likewise status and via.',
  loggedOnAt: 'from:ISO 8601 or before:ISO 8601; likewise lastActivityAt.',
  idleSeconds: 'atLeast:seconds since the last activity.',
}
const pageQuery = { limit: '1 to 500, default 100.', cursor: 'nextCursor of the page before.' }

export const endpoints = {
  about: {
    method: 'get',
    path: '/api/about',
    access: 'anyone',
    summary: 'What this is, and whether it is set up',
    success: { status: 200, schema: administrator.about, description: 'Product, version, state' },
    problems: [],
  },
  openApi: {
    method: 'get',
    path: '/api/openapi.json',
    access: 'anyone',
    summary: 'This list, as an OpenAPI 3.1 document',
    success: { status: 200, contentType: 'application/json', description: 'The document' },
    problems: [],
  },
  setup: {
    method: 'post',
    path: '/api/setup',
    access: 'anyone',
    summary: 'First start: create the first super admin with the one-time setup link',
    body: administrator.setupRequest,
    success: { status: 200, schema: administrator.logonAnswer, description: 'Created and logged on' },
    problems: ['setup-finished', 'wrong-credentials', 'password-too-weak', 'foreign-origin', 'too-many-attempts'],
  },
  logon: {
    method: 'post',
    path: '/api/logon',
    access: 'anyone',
    summary: 'Log on from a browser (cookie) or a program (token)',
    body: administrator.logonRequest,
    success: { status: 200, schema: administrator.logonAnswer, description: 'Logged on, or a password change is due' },
    problems: ['wrong-credentials', 'too-many-attempts', 'password-change-required', 'foreign-origin'],
  },
  finishLogon: {
    method: 'post',
    path: '/api/logon/password',
    access: 'begun-session',
    summary: 'Finish a begun logon by choosing a new password',
    body: administrator.logonPasswordRequest,
    success: { status: 200, schema: administrator.logonAnswer, description: 'Logged on, with a new credential' },
    problems: ['not-logged-on', 'session-closed', 'session-expired', 'password-too-weak', 'foreign-origin'],
  },
  logoff: {
    method: 'post',
    path: '/api/logoff',
    access: 'begun-session',
    summary: 'End the own session',
    success: { status: 204, description: 'Logged off; answers with Clear-Site-Data' },
    problems: ['not-logged-on', 'session-closed', 'session-expired', 'foreign-origin'],
  },
  me: {
    method: 'get',
    path: '/api/me',
    access: 'own-session',
    summary: 'Who is logged on',
    success: { status: 200, schema: administrator.me, description: 'The administrator and the session' },
    problems: ['not-logged-on', 'session-closed', 'session-expired'],
  },
  changePassword: {
    method: 'post',
    path: '/api/me/password',
    access: 'own-session',
    summary: "Change the own password; ends one's other sessions and renews this one's credential",
    body: administrator.passwordChangeRequest,
    success: { status: 200, schema: administrator.logonAnswer, description: 'Changed' },
    problems: [
      'not-logged-on',
      'session-closed',
      'session-expired',
      'wrong-credentials',
      'password-too-weak',
      'too-many-attempts',
      'foreign-origin',
    ],
  },
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
  createPlan: {
    method: 'post',
    path: '/api/plans',
    access: 'operator',
    summary: 'Freeze a selection and say what closing it would hit',
    body: closing.planRequest,
    success: { status: 201, schema: closing.planView, description: 'The plan' },
    problems: [
      'invalid-request',
      'not-permitted',
      'not-logged-on',
      'session-closed',
      'session-expired',
      'foreign-origin',
    ],
  },
  executePlan: {
    method: 'post',
    path: '/api/closures',
    access: 'operator',
    summary: 'Close the sessions of a plan; repeating it answers with the same closure',
    body: closing.closureRequest,
    success: {
      status: 202,
      schema: closing.closureView,
      description: 'Stored: these sessions are refused from now on; receipts arrive later',
    },
    problems: [
      'invalid-request',
      'not-found',
      'plan-expired',
      'wrong-credentials',
      'not-permitted',
      'not-logged-on',
      'session-closed',
      'session-expired',
      'store-unavailable',
      'foreign-origin',
      'too-many-attempts',
    ],
  },
  listClosures: {
    method: 'get',
    path: '/api/closures',
    access: 'auditor',
    summary: 'Closures, newest first',
    query: pageQuery,
    success: { status: 200, schema: closing.closurePage, description: 'The page' },
    problems: ['invalid-request', 'not-logged-on', 'session-closed', 'session-expired'],
  },
  readClosure: {
    method: 'get',
    path: '/api/closures/{id}',
    access: 'auditor',
    summary: 'One closure and how far its proof is',
    success: { status: 200, schema: closing.closureView, description: 'The closure' },
    problems: ['not-found', 'not-logged-on', 'session-closed', 'session-expired'],
  },
  listReceipts: {
    method: 'get',
    path: '/api/closures/{id}/receipts',
    access: 'auditor',
    summary: 'The receipts of a closure, those that need attention first',
    query: { ...pageQuery, status: 'Delivery status; repeatable.' },
    success: { status: 200, schema: closing.receiptPage, description: 'The page' },
    problems: ['invalid-request', 'not-found', 'not-logged-on', 'session-closed', 'session-expired'],
  },
  retryDeliveries: {
    method: 'post',
    path: '/api/closures/{id}/retries',
    access: 'operator',
    summary: 'Try the unreachable recipients of a closure again now',
    success: { status: 202, schema: closing.closureView, description: 'They are pending again' },
    problems: ['not-found', 'not-permitted', 'not-logged-on', 'session-closed', 'session-expired', 'foreign-origin'],
  },
  watch: {
    method: 'get',
    path: '/api/events',
    access: 'own-session',
    summary: 'Event stream: something changed, and whether the own session is closed',
    success: { status: 200, contentType: 'text/event-stream', description: 'Events sessions, closures, reset, logoff' },
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
  listAdministrators: {
    method: 'get',
    path: '/api/administrators',
    access: 'super-admin',
    summary: 'All administrators',
    success: { status: 200, schema: administrator.administratorList, description: 'By user id' },
    problems: ['not-permitted', 'not-logged-on', 'session-closed', 'session-expired'],
  },
  createAdministrator: {
    method: 'post',
    path: '/api/administrators',
    access: 'super-admin',
    summary: 'Create an administrator; the temporary password is shown once',
    body: administrator.newAdministratorRequest,
    success: { status: 201, schema: administrator.temporaryPassword, description: 'Created' },
    problems: [
      'invalid-request',
      'user-id-taken',
      'not-permitted',
      'not-logged-on',
      'session-closed',
      'session-expired',
      'foreign-origin',
    ],
  },
  changeAdministrator: {
    method: 'patch',
    path: '/api/administrators/{id}',
    access: 'super-admin',
    summary: 'Disable (ends the sessions at once), enable, rename or change the role',
    body: administrator.administratorChange,
    success: { status: 200, schema: administrator.administratorView, description: 'Changed' },
    problems: [
      'invalid-request',
      'not-found',
      'last-super-admin',
      'not-permitted',
      'not-logged-on',
      'session-closed',
      'session-expired',
      'foreign-origin',
    ],
  },
  resetPassword: {
    method: 'post',
    path: '/api/administrators/{id}/password-reset',
    access: 'super-admin',
    summary: 'Give a temporary password (shown once) and end the sessions',
    success: { status: 200, schema: administrator.temporaryPassword, description: 'Reset' },
    problems: ['not-found', 'not-permitted', 'not-logged-on', 'session-closed', 'session-expired', 'foreign-origin'],
  },
  health: {
    method: 'get',
    path: '/healthz',
    access: 'anyone',
    summary: 'The process lives',
    success: { status: 200, contentType: 'text/plain', description: 'ok' },
    problems: [],
  },
  readiness: {
    method: 'get',
    path: '/readyz',
    access: 'anyone',
    summary: 'The store answers and the process is not stopping',
    success: { status: 200, contentType: 'text/plain', description: 'ready' },
    problems: ['store-unavailable', 'shutting-down'],
  },
  metrics: {
    method: 'get',
    path: '/metrics',
    access: 'anyone',
    summary: 'Prometheus text; from loopback only unless configured',
    success: { status: 200, contentType: 'text/plain', description: 'Metrics' },
    problems: ['not-found'],
  },
} as const satisfies Record<string, Endpoint>
export type EndpointName = keyof typeof endpoints
