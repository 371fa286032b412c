import { type SetError, signalEventTypes } from '@curfew/contract'
import type { ReceivedSignal, SignalTransmitter } from '@curfew/registry'
import { isRecord, readSubject } from './received-subject.ts'

/** Clocks differ by so much at the most. */
const skewSeconds = 60
/** Shorter than a `jti` is remembered, so that none is taken twice. */
const oldestSeconds = 14 * 86_400
const mostText = 2_000

const events = {
  [signalEventTypes.sessionRevoked]: 'session-revoked',
  [signalEventTypes.accountDisabled]: 'account-disabled',
  [signalEventTypes.verification]: 'verification',
  [signalEventTypes.streamUpdated]: 'stream-updated',
} as const satisfies Record<string, ReceivedSignal['event']>

/**
 * What the claims of a SET say, once its signature, issuer and type are known to be good.
 *
 * @see RFC 8417 §2.2; SSF 1.0 §4; CAEP 1.0 §2; RISC 1.0 §2.3
 */
export function readClaims(
  claims: Record<string, unknown>,
  settings: SignalTransmitter['settings'],
  now: Date,
): ReceivedSignal | SetError {
  const { aud, iat, jti } = claims
  const audiences = Array.isArray(aud) ? aud : [aud]
  if (!audiences.includes(settings.audience)) return refused('invalid_audience', 'aud is not for here')
  const nowSeconds = Math.floor(now.getTime() / 1_000)
  if (typeof iat !== 'number' || !Number.isFinite(iat)) return refused('invalid_request', 'iat is missing')
  if (iat > nowSeconds + skewSeconds) return refused('invalid_request', 'iat is in the future')
  if (iat < nowSeconds - oldestSeconds) return refused('invalid_request', 'iat is too long ago')
  if (typeof jti !== 'string' || jti === '' || jti.length > 256) return refused('invalid_request', 'jti is missing')
  if ('sub' in claims) return refused('invalid_request', 'sub must not be in it; the subject belongs in sub_id')
  if ('exp' in claims) return refused('invalid_request', 'exp must not be in it')
  const event = readEvent(claims['events'])
  if ('err' in event) return event
  return readPayload(claims, event, settings, { jti, iat, nowSeconds })
}

type Event = { readonly name: ReceivedSignal['event']; readonly payload: Record<string, unknown> }

function readEvent(value: unknown): Event | SetError {
  const [only, ...others] = isRecord(value) ? Object.entries(value) : []
  if (!only || others.length > 0) return refused('invalid_request', 'events must hold one event')
  const [type, payload] = only
  const name = Object.entries(events).find(([known]) => known === type)?.[1]
  if (!name) return refused('invalid_request', 'the event is none that is taken here')
  return isRecord(payload) ? { name, payload } : refused('invalid_request', 'the event must be an object')
}

type Known = { readonly jti: string; readonly iat: number; readonly nowSeconds: number }

function readPayload(
  claims: Record<string, unknown>,
  { name, payload }: Event,
  settings: SignalTransmitter['settings'],
  { jti, iat, nowSeconds }: Known,
): ReceivedSignal | SetError {
  const isOfTheStream = name === 'verification' || name === 'stream-updated'
  // Before SSF 1.0 the subject stood in the event.
  const subject = readSubject(claims['sub_id'] ?? payload['subject'], settings)
  if (!subject && !isOfTheStream) return refused('invalid_request', 'sub_id names nobody')
  const { event_timestamp: timestamp = iat, initiating_entity: entity = null } = payload
  if (typeof timestamp !== 'number' || !(timestamp >= 0 && timestamp <= nowSeconds + skewSeconds))
    return refused('invalid_request', 'event_timestamp must be seconds since 1970, and not in the future')
  const initiatingEntity = entities.find((known) => known === entity) ?? null
  if (entity !== null && initiatingEntity === null)
    return refused('invalid_request', `initiating_entity must be one of ${entities.join(', ')}`)
  const [reasonAdmin, reasonUser] = [readTexts(payload['reason_admin']), readTexts(payload['reason_user'])]
  if (!reasonAdmin || !reasonUser) return refused('invalid_request', 'reasons must be texts by language')
  return {
    jti,
    event: name,
    at: new Date(timestamp * 1_000),
    subject: isOfTheStream || !subject ? { session: null, userId: null, tenant: null } : subject,
    initiatingEntity,
    reasonAdmin,
    reasonUser,
  }
}

const entities = ['admin', 'user', 'policy', 'system'] as const

/** By language; a text without one counts as English. Null: it is something else. */
function readTexts(value: unknown): Readonly<Record<string, string>> | null {
  if (value === undefined) return {}
  if (typeof value === 'string') return { en: clean(value) }
  if (!isRecord(value)) return null
  const entries: [string, string][] = []
  for (const [language, text] of Object.entries(value)) {
    if (typeof text !== 'string' || entries.length >= 20) return null
    if (!/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(language)) return null
    entries.push([language, clean(text)])
  }
  return Object.fromEntries(entries)
}

/** Foreign text that is kept and shown: one line, and not long. */
function clean(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, mostText)
}

function refused(err: SetError['err'], what: string): SetError {
  return { err, description: `${what.charAt(0).toUpperCase()}${what.slice(1)}.` }
}
