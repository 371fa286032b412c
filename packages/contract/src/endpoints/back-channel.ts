import * as backChannel from '../back-channel.ts'
import type { Endpoint } from './endpoint.ts'

/** OpenID Connect Back-Channel Logout 1.0, in both directions, and the keys that sign what goes out. */
export const backChannelEndpoints = {
  jwks: {
    method: 'get',
    path: '/.well-known/jwks.json',
    access: 'anyone',
    summary: 'The public keys that logout tokens of Curfew are signed with (RFC 7517)',
    success: {
      status: 200,
      schema: backChannel.jwks,
      description: 'Those that sign, and those that may still be asked for',
    },
    problems: [],
  },
  backChannelLogout: {
    method: 'post',
    path: '/backchannel-logout',
    access: 'anyone',
    summary: 'A logout token of the OP of a source: ends the session that it names, or all of its user there',
    form: backChannel.logoutTokenRequest,
    success: { status: 200, description: 'The token is good, and what it names is ended here' },
    problems: ['invalid-request', 'foreign-origin'],
  },
  listSigningKeys: {
    method: 'get',
    path: '/api/signing-keys',
    access: 'auditor',
    summary: 'The keys that Curfew signs with and publishes; never their private halves',
    success: { status: 200, schema: backChannel.signingKeyList, description: 'Newest first' },
    problems: ['not-logged-on', 'session-closed', 'session-expired'],
  },
  rotateSigningKeys: {
    method: 'post',
    path: '/api/signing-keys/rotations',
    access: 'super-admin',
    summary: 'Make new signing keys; those before them stay published for the overlap',
    body: backChannel.signingKeyRotation,
    success: { status: 201, schema: backChannel.signingKeyList, description: 'As they are from now on' },
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
