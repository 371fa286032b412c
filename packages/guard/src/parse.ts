import type { FeedClosed, FeedHolds, LeaseGrant, LogoffEvent, RegisterResults } from '@curfew/contract'

import { toTexts } from './message.ts'

/** What Curfew says becomes typed values here, without a schema library: a guard brings no dependency along. */
type Fields = Readonly<Record<string, unknown>>
type RegisterResult = RegisterResults['results'][number]

export class NotUnderstood extends Error {
  constructor(what: string) {
    super(`Curfew's answer cannot be read: ${what}. Do the guard and Curfew fit together?`)
    this.name = 'NotUnderstood'
  }
}

/** @throws NotUnderstood, as do all that follow */
export function parseJson(text: string): Fields {
  try {
    return fieldsOf(JSON.parse(text), 'JSON')
  } catch {
    throw new NotUnderstood('it is not a JSON object')
  }
}

export function toGrant(fields: Fields): LeaseGrant {
  return { leaseMs: positive(fields, 'leaseMs'), position: numberOf(fields, 'position') }
}

export function toClosed(fields: Fields): FeedClosed {
  return {
    deliveryId: textOf(fields, 'deliveryId'),
    sessionId: textOf(fields, 'sessionId'),
    handle: textOf(fields, 'handle'),
    logoff: toLogoff(fieldsOf(fields['logoff'], 'logoff')),
  }
}

export function toPosition(fields: Fields): number {
  return numberOf(fields, 'position')
}

/** What cannot be read of a hold leaves it out: Curfew itself refuses whoever it keeps out. */
export function toHolds(fields: Fields): FeedHolds {
  const { holds } = fields
  if (!Array.isArray(holds)) throw new NotUnderstood('holds')
  return { holds: holds.flatMap(toHold) }
}

function toHold(item: unknown): FeedHolds['holds'] {
  if (typeof item !== 'object' || item === null) return []
  const { userId, address, endsInMs, messageToUser } = fieldsOf(item, 'holds')
  const whom = typeof userId === 'string' ? { userId } : typeof address === 'string' ? { address } : null
  if (!whom || typeof endsInMs !== 'number' || !Number.isFinite(endsInMs)) return []
  return [{ ...whom, endsInMs, messageToUser: typeof messageToUser === 'string' ? messageToUser : null }]
}

export function toRegistered(
  fields: Fields,
): Pick<RegisterResult, 'sessionId' | 'outcome' | 'detail'> & { heldUntil: Date | null } {
  const { results } = fields
  const [result] = Array.isArray(results) ? results : []
  const { sessionId, outcome, detail, heldUntil } = fieldsOf(result, 'results')
  const until = typeof heldUntil === 'string' ? new Date(heldUntil) : null
  const known = (['registered', 'already', 'finished', 'rejected', 'held'] as const).find((one) => one === outcome)
  if (!known) throw new NotUnderstood('outcome')
  return {
    sessionId: typeof sessionId === 'string' ? sessionId : null,
    outcome: known,
    detail: typeof detail === 'string' ? detail : '',
    heldUntil: until && !Number.isNaN(until.getTime()) ? until : null,
  }
}

export function toIntrospection(fields: Fields): { active: true; sub: string; sid: string } | { active: false } {
  if (fields['active'] === false) return { active: false }
  if (fields['active'] !== true) throw new NotUnderstood('active')
  return { active: true, sub: textOf(fields, 'sub'), sid: textOf(fields, 'sid') }
}

const endings = ['closure', 'logoff', 'idle-limit', 'absolute-limit', 'source', 'account-disabled'] as const

function toLogoff(fields: Fields): LogoffEvent {
  const message = fields['messageToUser']
  return {
    receipt: textOf(fields, 'receipt'),
    // An ending that a newer Curfew knows of is still an ending.
    ending: endings.find((one) => one === fields['ending']) ?? 'closure',
    at: textOf(fields, 'at'),
    byYourself: fields['byYourself'] === true,
    messageToUser: typeof message === 'string' ? message : null,
    ...toTexts(fields['messagesToUser']),
    ...reasonOf(fields['reasonKind']),
  }
}

const reasonKinds = ['administrator', 'user', 'policy', 'system'] as const

function reasonOf(value: unknown): Pick<LogoffEvent, 'reasonKind'> {
  const reasonKind = reasonKinds.find((one) => one === value)
  return reasonKind ? { reasonKind } : {}
}

function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null) throw new NotUnderstood(what)
  return Object.fromEntries(Object.entries(value))
}

function textOf(fields: Fields, name: string): string {
  const value = fields[name]
  if (typeof value !== 'string') throw new NotUnderstood(name)
  return value
}

function numberOf(fields: Fields, name: string): number {
  const value = fields[name]
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new NotUnderstood(name)
  return value
}

function positive(fields: Fields, name: string): number {
  const value = numberOf(fields, name)
  if (value <= 0) throw new NotUnderstood(name)
  return value
}
