import { accountingView } from '../accounting.ts'
import type { Endpoint } from './endpoint.ts'

/** What NASes send, as far as it became no session. */
export const accountingEndpoints = {
  readAccounting: {
    method: 'get',
    path: '/api/accounting',
    access: 'auditor',
    summary: 'What arrives by RADIUS accounting, and what of it got no answer and why',
    success: { status: 200, schema: accountingView, description: 'Of this process, since it began to listen' },
    problems: ['not-logged-on', 'session-closed', 'session-expired'],
  },
} as const satisfies Record<string, Endpoint>
