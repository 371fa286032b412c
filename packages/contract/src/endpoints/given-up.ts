import * as closing from '../closing.ts'
import { type Endpoint, pageQuery } from './endpoint.ts'

/** Logoffs that nobody tries to deliver any more, of all closures in one place. */
export const givenUpEndpoints = {
  listGivenUp: {
    method: 'get',
    path: '/api/given-up',
    access: 'auditor',
    summary: 'What was given up, recipient by recipient, of each the newest first',
    query: {
      ...pageQuery,
      recipient: 'The `id` of one of the recipients: only what was to be told to it.',
      source: 'The id of a source: only what was to be told to it, or to parts of it.',
    },
    success: { status: 200, schema: closing.givenUpPage, description: 'The page' },
    problems: ['invalid-request'],
  },
  retryGivenUp: {
    method: 'post',
    path: '/api/given-up/retries',
    access: 'operator',
    summary: 'Try again now what was given up, and whatever else waits for the same recipients',
    body: closing.givenUpRetry,
    success: { status: 202, schema: closing.retriedView, description: 'It is pending again' },
    problems: ['invalid-request', 'store-unavailable'],
  },
} as const satisfies Record<string, Endpoint>
