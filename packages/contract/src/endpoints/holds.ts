import * as hold from '../hold.ts'
import { type Endpoint, pageQuery } from './endpoint.ts'

/** Keeping people out for a while, and what counts as coming back. */
export const holdsEndpoints = {
  listHolds: {
    method: 'get',
    path: '/api/holds',
    access: 'auditor',
    summary: 'Holds, newest first; those that are over for as long as they are kept',
    query: { ...pageQuery, inForce: '`yes`: those in force alone, the next to end first, all on one page.' },
    success: { status: 200, schema: hold.holdPage, description: 'The page' },
    problems: ['invalid-request'],
  },
  createHold: {
    method: 'post',
    path: '/api/holds',
    access: 'operator',
    summary: 'Keep a user, a user at one source, or an address out for a while; open sessions are not touched',
    body: hold.newHoldRequest,
    success: { status: 201, schema: hold.holdView, description: 'In force from now on' },
    problems: ['invalid-request', 'last-super-admin', 'store-unavailable'],
  },
  liftHold: {
    method: 'post',
    path: '/api/holds/{id}/lift',
    access: 'operator',
    summary: 'End a hold early; one that is over stays as it is',
    success: { status: 200, schema: hold.holdView, description: 'It is over' },
    problems: ['not-found', 'store-unavailable'],
  },
  listComingsBack: {
    method: 'get',
    path: '/api/closures/{id}/returns',
    access: 'auditor',
    summary: 'Who came back after a closure, and how soon',
    success: { status: 200, schema: hold.comingsBack, description: 'The sessions, the latest first' },
    problems: ['not-found'],
  },
  readSettings: {
    method: 'get',
    path: '/api/settings',
    access: 'auditor',
    summary: 'What this installation goes by',
    success: { status: 200, schema: hold.settingsView, description: 'The settings' },
    problems: [],
  },
  changeSettings: {
    method: 'patch',
    path: '/api/settings',
    access: 'super-admin',
    summary: 'Change what this installation goes by',
    body: hold.settingsChange,
    success: { status: 200, schema: hold.settingsView, description: 'The settings as they are now' },
    problems: ['invalid-request', 'store-unavailable'],
  },
} as const satisfies Record<string, Endpoint>
