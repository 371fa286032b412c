import * as administrator from '../administrator.ts'
import type { Endpoint } from './endpoint.ts'

/** Who may administer Curfew. */
export const administratorsEndpoints = {
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
} as const satisfies Record<string, Endpoint>
