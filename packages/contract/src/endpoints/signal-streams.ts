import * as streams from '../signal-streams.ts'
import type { Endpoint } from './endpoint.ts'

const withKey = ['not-logged-on', 'too-many-attempts'] as const
const changing = ['invalid-request', ...withKey, 'foreign-origin'] as const
const streamQuery = { stream_id: 'Of the stream; a receiver has one.' }

/** Shared Signals Framework 1.0: what receivers call with their key, and what transmitters push to. */
export const signalStreamsEndpoints = {
  ssfConfiguration: {
    method: 'get',
    path: '/.well-known/ssf-configuration',
    access: 'anyone',
    summary: 'Where a receiver finds what it needs (SSF 1.0 §7)',
    success: { status: 200, schema: streams.ssfConfiguration, description: 'The configuration' },
    problems: [],
  },
  createStream: {
    method: 'post',
    path: '/signals/stream',
    access: 'receiver',
    summary: 'Set up the stream (SSF 1.0 §8.1.1.1)',
    body: streams.streamCreation,
    success: { status: 201, schema: streams.streamConfiguration, description: 'The stream' },
    problems: [...changing, 'signal-stream-exists'],
  },
  readStream: {
    method: 'get',
    path: '/signals/stream',
    access: 'receiver',
    summary: 'The stream, or a list of it (SSF 1.0 §8.1.1.2)',
    query: streamQuery,
    success: { status: 200, schema: streams.streamConfigurations, description: 'The configuration' },
    problems: ['not-found', ...withKey],
  },
  updateStream: {
    method: 'patch',
    path: '/signals/stream',
    access: 'receiver',
    summary: 'Change what is named (SSF 1.0 §8.1.1.3)',
    body: streams.streamChange,
    success: { status: 200, schema: streams.streamConfiguration, description: 'As it is now' },
    problems: [...changing, 'not-found'],
  },
  replaceStream: {
    method: 'put',
    path: '/signals/stream',
    access: 'receiver',
    summary: 'Replace all that the receiver supplies (SSF 1.0 §8.1.1.4)',
    body: streams.streamChange,
    success: { status: 200, schema: streams.streamConfiguration, description: 'As it is now' },
    problems: [...changing, 'not-found'],
  },
  deleteStream: {
    method: 'delete',
    path: '/signals/stream',
    access: 'receiver',
    summary: 'Give the stream up (SSF 1.0 §8.1.1.5)',
    query: streamQuery,
    success: { status: 204, description: 'Nothing is sent any more, and nothing held' },
    problems: ['not-found', ...withKey, 'foreign-origin'],
  },
  readStreamStatus: {
    method: 'get',
    path: '/signals/status',
    access: 'receiver',
    summary: "The stream's status (SSF 1.0 §8.1.2.1)",
    query: streamQuery,
    success: { status: 200, schema: streams.streamStatus, description: 'The status' },
    problems: ['not-found', ...withKey],
  },
  changeStreamStatus: {
    method: 'post',
    path: '/signals/status',
    access: 'receiver',
    summary: 'Enable, pause or disable the stream (SSF 1.0 §8.1.2.2)',
    body: streams.streamStatusChange,
    success: { status: 200, schema: streams.streamStatus, description: 'As it is now' },
    problems: [...changing, 'not-found'],
  },
  verifyStream: {
    method: 'post',
    path: '/signals/verify',
    access: 'receiver',
    summary: 'Ask for a verification event (SSF 1.0 §8.1.4.2)',
    body: streams.streamVerification,
    success: { status: 204, description: 'It will come over the stream' },
    problems: [...changing, 'not-found'],
  },
  pollSignals: {
    method: 'post',
    path: '/signals/poll',
    access: 'receiver',
    summary: 'Acknowledge SETs and ask for more (RFC 8936)',
    body: streams.pollRequest,
    success: { status: 200, schema: streams.pollAnswer, description: 'SETs by their jti' },
    problems: [...changing, 'not-found'],
  },
  receiveSignal: {
    method: 'post',
    path: '/signals/events',
    access: 'anyone',
    summary: 'Push a SET of a trusted transmitter (RFC 8935)',
    token: 'application/secevent+jwt',
    success: { status: 202, description: 'Taken; matching sessions are closed' },
    refusal: { status: 400, schema: streams.setError, description: 'Not taken, and why (RFC 8935 §2.3)' },
    problems: ['foreign-origin', 'body-too-large', 'unsupported-media-type', 'signal-keys-unavailable'],
  },
} as const satisfies Record<string, Endpoint>
