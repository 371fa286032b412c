import { noFacts, type SignalReceiver } from '../signals/signal-receiver.ts'
import { noTransmitterFacts, type ReceivedSignal, type SignalTransmitter } from '../signals/signal-transmitter.ts'

let made = 0
const createdAt = new Date('2026-03-01T09:00:00.000Z')

type Overrides = Omit<Partial<SignalReceiver>, 'settings'> & { readonly settings?: Partial<SignalReceiver['settings']> }

/** A receiver of signals that is pushed to and hears of everything; ids differ within a process. */
export function aSignalReceiver({ settings, ...overrides }: Overrides = {}): SignalReceiver {
  made += 1
  const id = overrides.id ?? `receiver-${String(made).padStart(6, '0')}`
  return {
    id,
    name: id,
    settings: {
      audience: 'https://receiver.example',
      sourceIds: [],
      kinds: [],
      subjectFormat: 'opaque',
      sessionNamedBy: 'session-id',
      userIssuer: null,
      namesTenant: false,
      allowsPrivateAddresses: false,
      ...settings,
    },
    stream: {
      id: `stream-of-${id}`,
      delivery: {
        method: 'push',
        endpointUrl: 'https://receiver.example/events',
        authorizationHeader: 'Bearer of the receiver',
      },
      eventsRequested: [],
      description: null,
      createdAt,
    },
    status: 'enabled',
    statusReason: '',
    keys: [{ id: `key-of-${id}`, hash: `hash-of-${id}`, createdAt, expiresAt: null }],
    createdAt,
    facts: noFacts,
    ...overrides,
  }
}

type TransmitterOverrides = Omit<Partial<SignalTransmitter>, 'settings'> & {
  readonly settings?: Partial<SignalTransmitter['settings']>
}

/** A transmitter that names sessions as their sources do, and users by its own `sub`. */
export function aSignalTransmitter({ settings, ...overrides }: TransmitterOverrides = {}): SignalTransmitter {
  made += 1
  const id = overrides.id ?? `transmitter-${String(made).padStart(6, '0')}`
  return {
    id,
    name: id,
    settings: {
      issuer: `https://${id}.example`,
      jwksUri: `https://${id}.example/jwks`,
      audience: 'https://curfew.example',
      algorithms: ['ES256'],
      sessionsNamedBy: 'handle',
      usersNamedBy: 'iss_sub',
      userIssuer: null,
      sourceIds: [],
      allowsPrivateAddresses: false,
      ...settings,
    },
    disabled: false,
    createdAt,
    facts: noTransmitterFacts,
    ...overrides,
  }
}

/** That an administrator elsewhere revoked a session, named by nobody yet. */
export function aReceivedSignal(overrides: Partial<ReceivedSignal> = {}): ReceivedSignal {
  made += 1
  return {
    jti: `jti-${made}`,
    event: 'session-revoked',
    at: createdAt,
    subject: { session: null, userId: null, tenant: null },
    initiatingEntity: 'admin',
    reasonAdmin: {},
    reasonUser: {},
    ...overrides,
  }
}
