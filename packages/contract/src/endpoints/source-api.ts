import * as source from '../source.ts'
import type { Endpoint } from './endpoint.ts'

/** What a source calls, with its key as the bearer (docs/connect/http.md). It sees its own sessions and no others. */
export const sourceApiEndpoints = {
  registerSessions: {
    method: 'post',
    path: '/source/sessions',
    access: 'source',
    summary: 'Register up to 1,000 sessions, each judged for itself; idempotent by handle',
    body: source.registerBatch,
    success: { status: 200, schema: source.registerResults, description: 'One result for each, in the order given' },
    problems: ['invalid-request', 'not-logged-on', 'too-many-attempts', 'foreign-origin'],
  },
  touchSessions: {
    method: 'post',
    path: '/source/sessions/touch',
    access: 'source',
    summary: 'Up to 1,000 sessions are in use; what has ended stays so',
    body: source.touchBatch,
    success: { status: 200, schema: source.handleResults, description: 'One result for each, in the order given' },
    problems: ['invalid-request', 'not-logged-on', 'too-many-attempts', 'foreign-origin'],
  },
  endSessions: {
    method: 'post',
    path: '/source/sessions/end',
    access: 'source',
    summary: 'End up to 1,000 sessions: their users logged off',
    body: source.endBatch,
    success: { status: 200, schema: source.handleResults, description: 'One result for each, in the order given' },
    problems: ['invalid-request', 'not-logged-on', 'too-many-attempts', 'foreign-origin'],
  },
  introspect: {
    method: 'post',
    path: '/source/introspect',
    access: 'source',
    summary: 'Whether a session is open (RFC 7662)',
    form: source.introspectionRequest,
    success: {
      status: 200,
      schema: source.introspection,
      description: 'Inactive: ended, expired, unknown or not yours',
    },
    problems: ['invalid-request', 'not-logged-on', 'too-many-attempts', 'foreign-origin'],
  },
  sourceFeed: {
    method: 'get',
    path: '/source/feed',
    access: 'source',
    summary: "Event stream: the source's closures, by position",
    query: { guard: 'A random name of the process that listens, 8 to 64 characters.' },
    headers: { 'Last-Event-ID': 'The position up to which everything was heard; what came after it is replayed.' },
    success: { status: 200, contentType: 'text/event-stream', description: 'Events hello, closed, holds, reset' },
    problems: ['invalid-request', 'not-permitted', 'not-logged-on', 'too-many-attempts'],
  },
  report: {
    method: 'post',
    path: '/source/acks',
    access: 'source',
    summary: 'Say up to which position closures are applied; the answer grants a lease',
    body: source.guardReport,
    success: {
      status: 200,
      schema: source.leaseGrant,
      description: 'The lease, and the position that it is fresh from',
    },
    problems: ['invalid-request', 'not-permitted', 'not-logged-on', 'too-many-attempts', 'foreign-origin'],
  },
} as const satisfies Record<string, Endpoint>
