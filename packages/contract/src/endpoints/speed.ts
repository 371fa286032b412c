import * as speed from '../speed.ts'
import type { Endpoint } from './endpoint.ts'

/** How fast closures are told and proved, against a target. */
export const speedEndpoints = {
  readSpeed: {
    method: 'get',
    path: '/api/speed',
    access: 'auditor',
    summary: 'How long it took from OK until it was acknowledged and verified, by kind and source',
    query: { window: 'hour, day (the default), week or month, back from now.' },
    success: { status: 200, schema: speed.speedView, description: 'Exact figures, of the latest 100,000 at most' },
    problems: ['invalid-request', 'not-logged-on', 'session-closed', 'session-expired'],
  },
  setSpeedTarget: {
    method: 'patch',
    path: '/api/speed',
    access: 'super-admin',
    summary: 'Change the target',
    body: speed.speedTarget,
    success: { status: 200, schema: speed.speedTarget, description: 'The target' },
    problems: [
      'invalid-request',
      'not-permitted',
      'not-logged-on',
      'session-closed',
      'session-expired',
      'foreign-origin',
    ],
  },
} as const satisfies Record<string, Endpoint>
