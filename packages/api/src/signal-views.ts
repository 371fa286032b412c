import type {
  PollAnswer,
  SignalReceiverView,
  SignalTransmitterView,
  SsfConfiguration,
  StreamConfiguration,
  StreamStatusView,
} from '@curfew/contract'
import { setDelivery } from '@curfew/contract'
import {
  eventsDelivered,
  eventsSupported,
  minVerificationSeconds,
  type Polled,
  type SignalReceiver,
  type SignalReceiverReport,
  type SignalStream,
  type SignalTransmitter,
} from '@curfew/registry'

/** Of a receiver; its keys and its authorization header are never in it. */
export function toReceiverView({ receiver, untaken }: SignalReceiverReport, now: Date): SignalReceiverView {
  const { id, name, settings, stream, status, statusReason, keys, createdAt, facts } = receiver
  const { lastSeenAt, lastResult, verification } = facts
  return {
    id,
    name,
    ...settings,
    sourceIds: [...settings.sourceIds],
    kinds: [...settings.kinds],
    createdAt: createdAt.toISOString(),
    stream: stream && {
      id: stream.id,
      method: stream.delivery.method,
      endpointUrl: stream.delivery.method === 'push' ? stream.delivery.endpointUrl : null,
      hasAuthorizationHeader: stream.delivery.method === 'push' && stream.delivery.authorizationHeader !== null,
      eventsDelivered: [...eventsDelivered(stream.eventsRequested)],
      description: stream.description,
      createdAt: stream.createdAt.toISOString(),
    },
    status,
    statusReason,
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
    lastResult: lastResult && { ...lastResult, at: lastResult.at.toISOString() },
    verification: verification && {
      askedAt: verification.askedAt.toISOString(),
      state: verification.state,
      cause: verification.cause,
    },
    pendingDeliveries: untaken,
    keys: keys
      .filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
      .map((key) => ({
        id: key.id,
        createdAt: key.createdAt.toISOString(),
        expiresAt: key.expiresAt?.toISOString() ?? null,
      })),
  }
}

export function toTransmitterView(transmitter: SignalTransmitter): SignalTransmitterView {
  const { id, name, settings, disabled, createdAt, facts } = transmitter
  const { lastSignal, lastRefusal } = facts
  return {
    id,
    name,
    ...settings,
    algorithms: [...settings.algorithms],
    sourceIds: [...settings.sourceIds],
    disabled,
    createdAt: createdAt.toISOString(),
    lastSignal: lastSignal && { ...lastSignal, at: lastSignal.at.toISOString() },
    lastRefusal: lastRefusal && { ...lastRefusal, at: lastRefusal.at.toISOString() },
  }
}

/** SSF 1.0 §7.1 */
export function toSsfConfiguration(issuer: string): SsfConfiguration {
  return {
    spec_version: '1_0',
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    delivery_methods_supported: [setDelivery.push, setDelivery.poll],
    configuration_endpoint: `${issuer}/signals/stream`,
    status_endpoint: `${issuer}/signals/status`,
    verification_endpoint: `${issuer}/signals/verify`,
    authorization_schemes: [{ spec_urn: 'urn:ietf:rfc:6750' }],
    default_subjects: 'ALL',
  }
}

/** SSF 1.0 §8.1.1; without the authorization header, which is the receiver's secret. */
export function toStreamConfiguration(
  issuer: string,
  { settings }: SignalReceiver,
  { id, delivery, eventsRequested, description }: SignalStream,
): StreamConfiguration {
  return {
    stream_id: id,
    iss: issuer,
    aud: settings.audience,
    events_supported: [...eventsSupported],
    events_requested: [...eventsRequested],
    events_delivered: [...eventsDelivered(eventsRequested)],
    delivery:
      delivery.method === 'push'
        ? { method: setDelivery.push, endpoint_url: delivery.endpointUrl }
        : { method: setDelivery.poll, endpoint_url: `${issuer}/signals/poll` },
    min_verification_interval: minVerificationSeconds,
    ...(description === null ? {} : { description }),
  }
}

export function toStreamStatus({ status, statusReason }: SignalReceiver, streamId: string): StreamStatusView {
  return { stream_id: streamId, status, ...(statusReason === '' ? {} : { reason: statusReason }) }
}

/** RFC 8936 §2.3 */
export function toPollAnswer({ sets, moreAvailable }: Polled): PollAnswer {
  return { sets: Object.fromEntries(sets), ...(moreAvailable ? { moreAvailable } : {}) }
}
