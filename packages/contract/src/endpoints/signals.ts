import * as signals from '../signals.ts'
import { keyRotation } from '../source.ts'
import type { Endpoint } from './endpoint.ts'

const reading = ['not-logged-on', 'session-closed', 'session-expired'] as const
const changing = ['invalid-request', 'not-permitted', ...reading, 'foreign-origin'] as const

/** Who hears of closures by shared signals, and whose signals close sessions here. */
export const signalsEndpoints = {
  listSignalReceivers: {
    method: 'get',
    path: '/api/signals/receivers',
    access: 'auditor',
    summary: 'All receivers of signals, and how their streams do',
    success: { status: 200, schema: signals.signalReceiverList, description: 'By name' },
    problems: reading,
  },
  createSignalReceiver: {
    method: 'post',
    path: '/api/signals/receivers',
    access: 'super-admin',
    summary: 'Register a receiver of signals; its key is shown once',
    body: signals.newSignalReceiverRequest,
    success: { status: 201, schema: signals.signalReceiverKey, description: 'Registered' },
    problems: [...changing, 'signal-name-taken'],
  },
  readSignalReceiver: {
    method: 'get',
    path: '/api/signals/receivers/{id}',
    access: 'auditor',
    summary: 'One receiver of signals',
    success: { status: 200, schema: signals.signalReceiverView, description: 'The receiver' },
    problems: ['not-found', ...reading],
  },
  changeSignalReceiver: {
    method: 'patch',
    path: '/api/signals/receivers/{id}',
    access: 'super-admin',
    summary: 'Change what a receiver hears of, and how sessions are named to it',
    body: signals.signalReceiverChange,
    success: { status: 200, schema: signals.signalReceiverView, description: 'Changed' },
    problems: [...changing, 'not-found', 'signal-name-taken'],
  },
  setSignalStream: {
    method: 'post',
    path: '/api/signals/receivers/{id}/stream',
    access: 'super-admin',
    summary: "Set up a receiver's stream in its place",
    body: signals.signalStreamRequest,
    success: { status: 200, schema: signals.signalReceiverView, description: 'SETs go there from now on' },
    problems: [...changing, 'not-found'],
  },
  setSignalStatus: {
    method: 'post',
    path: '/api/signals/receivers/{id}/status',
    access: 'super-admin',
    summary: "Enable, pause or disable a receiver's stream; it is told so",
    body: signals.signalStatusRequest,
    success: { status: 200, schema: signals.signalReceiverView, description: 'Changed' },
    problems: [...changing, 'not-found'],
  },
  verifySignalStream: {
    method: 'post',
    path: '/api/signals/receivers/{id}/verifications',
    access: 'super-admin',
    summary: "Send a verification event over a receiver's stream",
    success: { status: 202, schema: signals.signalReceiverView, description: 'On its way; read again for its result' },
    problems: ['not-found', 'invalid-request', 'not-permitted', ...reading, 'foreign-origin'],
  },
  rotateSignalReceiverKey: {
    method: 'post',
    path: '/api/signals/receivers/{id}/keys',
    access: 'super-admin',
    summary: 'Give a receiver a new key (shown once); those before it go on for the overlap',
    body: keyRotation,
    success: { status: 201, schema: signals.signalReceiverKey, description: 'The new key' },
    problems: [...changing, 'not-found'],
  },
  listSignalTransmitters: {
    method: 'get',
    path: '/api/signals/transmitters',
    access: 'auditor',
    summary: 'All transmitters whose signals close sessions here',
    success: { status: 200, schema: signals.signalTransmitterList, description: 'By name' },
    problems: reading,
  },
  createSignalTransmitter: {
    method: 'post',
    path: '/api/signals/transmitters',
    access: 'super-admin',
    summary: 'Trust a transmitter: its signals close matching sessions',
    body: signals.newSignalTransmitterRequest,
    success: { status: 201, schema: signals.signalTransmitterView, description: 'Trusted from now on' },
    problems: [...changing, 'signal-name-taken'],
  },
  readSignalTransmitter: {
    method: 'get',
    path: '/api/signals/transmitters/{id}',
    access: 'auditor',
    summary: 'One transmitter',
    success: { status: 200, schema: signals.signalTransmitterView, description: 'The transmitter' },
    problems: ['not-found', ...reading],
  },
  changeSignalTransmitter: {
    method: 'patch',
    path: '/api/signals/transmitters/{id}',
    access: 'super-admin',
    summary: 'Change a transmitter, or trust it no longer',
    body: signals.signalTransmitterChange,
    success: { status: 200, schema: signals.signalTransmitterView, description: 'Changed' },
    problems: [...changing, 'not-found', 'signal-name-taken'],
  },
} as const satisfies Record<string, Endpoint>
