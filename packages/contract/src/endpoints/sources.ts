import * as source from '../source.ts'
import type { Endpoint } from './endpoint.ts'

/** The systems that sessions live in: who may register what, and with which key. */
export const sourcesEndpoints = {
  listSources: {
    method: 'get',
    path: '/api/sources',
    access: 'auditor',
    summary: 'All registered sources',
    success: { status: 200, schema: source.sourceList, description: 'By name' },
    problems: ['not-logged-on', 'session-closed', 'session-expired'],
  },
  createSource: {
    method: 'post',
    path: '/api/sources',
    access: 'super-admin',
    summary: 'Register a source; its key is shown once',
    body: source.newSourceRequest,
    success: { status: 201, schema: source.sourceKey, description: 'Registered' },
    problems: [
      'invalid-request',
      'source-name-taken',
      'not-permitted',
      'not-logged-on',
      'session-closed',
      'session-expired',
      'foreign-origin',
    ],
  },
  readSource: {
    method: 'get',
    path: '/api/sources/{id}',
    access: 'auditor',
    summary: 'One source',
    success: { status: 200, schema: source.sourceView, description: 'The source' },
    problems: ['not-found', 'not-logged-on', 'session-closed', 'session-expired'],
  },
  changeSource: {
    method: 'patch',
    path: '/api/sources/{id}',
    access: 'super-admin',
    summary: 'Rename, disable or enable a source, change what it may register or how long its leases are',
    body: source.sourceChange,
    success: { status: 200, schema: source.sourceView, description: 'Changed' },
    problems: [
      'invalid-request',
      'not-found',
      'source-name-taken',
      'not-permitted',
      'not-logged-on',
      'session-closed',
      'session-expired',
      'foreign-origin',
    ],
  },
  rotateSourceKey: {
    method: 'post',
    path: '/api/sources/{id}/keys',
    access: 'super-admin',
    summary: 'Give a source a new key (shown once); those before it go on for the overlap',
    body: source.keyRotation,
    success: { status: 201, schema: source.sourceKey, description: 'The new key' },
    problems: [
      'invalid-request',
      'not-found',
      'not-permitted',
      'not-logged-on',
      'session-closed',
      'session-expired',
      'foreign-origin',
    ],
  },
} as const satisfies Record<string, Endpoint>
