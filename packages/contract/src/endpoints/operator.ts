import type { Endpoint } from './endpoint.ts'

/** For those who run the process. */
export const operatorEndpoints = {
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
