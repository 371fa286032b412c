import { CurfewError, maxMessageLength, maxReasonLength, type SetError, sessionKinds } from '@curfew/contract'
import { auditEntry } from '../audit.ts'
import { closeByPolicy } from '../close-by-policy.ts'
import type { Actor, Closure } from '../closing.ts'
import { isOpen } from '../limits.ts'
import { isListed } from '../listed.ts'
import type { Session } from '../session.ts'
import type { SignalPorts } from './ports.ts'
import type { ReceivedSignal, SignalTransmitter } from './signal-transmitter.ts'

/** SETs that are being acted upon here: the same one, sent twice at once, is one. */
const underWay = new WeakMap<object, Map<string, Promise<void>>>()

/**
 * Take a SET that was pushed here: check all of it, close the sessions that it matches, remember its `jti`.
 *
 * The sessions are closed first and the `jti` is remembered second, so that a crash between the two costs a repetition and
 * never a closure. A subject that is not known here, or not listed, is taken like any other: the transmitter learns nothing.
 *
 * @returns null: it was taken, now or before; else how it is refused
 * @throws CurfewError `store-unavailable`, `signal-keys-unavailable`: it was not taken; the transmitter sends it again
 * @see RFC 8935 §2; RFC 8417 §2; SSF 1.0 §4
 */
export async function receiveSignal(ports: SignalPorts, token: string): Promise<SetError | null> {
  const reading = await ports.signals.read(token)
  if ('unavailable' in reading) throw new CurfewError('signal-keys-unavailable', reading.unavailable)
  if ('err' in reading) {
    const { err, description, transmitter } = reading
    const lastRefusal = { at: ports.clock(), err, description }
    if (transmitter) await ports.store.noteSignalTransmitter(transmitter.id, { lastRefusal })
    return { err, description }
  }
  const { signal, transmitter } = reading
  const all = underWay.get(ports.store) ?? new Map<string, Promise<void>>()
  underWay.set(ports.store, all)
  const key = `${transmitter.id} ${signal.jti}`
  const known = all.get(key)
  const taking = known ?? takeOnce(ports, transmitter, signal).finally(() => all.delete(key))
  if (!known) all.set(key, taking)
  await taking
  return null
}

async function takeOnce(ports: SignalPorts, transmitter: SignalTransmitter, signal: ReceivedSignal): Promise<void> {
  const { jti, event } = signal
  if (await ports.store.wasSignalTaken(transmitter.id, jti)) return
  const asksToClose = event === 'session-revoked' || event === 'account-disabled'
  const matching = asksToClose ? await matchingSessions(ports, transmitter, signal) : []
  const closure = matching.length > 0 ? await close(ports, transmitter, signal, matching) : null
  const at = ports.clock()
  const closed = closure?.closed ?? 0
  const detail = {
    jti,
    event,
    about: signal.subject.session !== null ? 'session' : signal.subject.userId !== null ? 'user' : 'nobody',
    closed,
    closureId: closure?.id ?? null,
    initiatingEntity: signal.initiatingEntity,
  }
  const audit = auditEntry(ports, actorOfTransmitter(transmitter), 'signal-taken', transmitter.id, detail)
  await ports.store.takeSignal({ transmitterId: transmitter.id, jti, at }, [audit])
  const outcome = asksToClose ? inWords(closed) : 'Heard.'
  await ports.store.noteSignalTransmitter(transmitter.id, { lastSignal: { at, event, outcome } })
}

/** Clocks differ: a session that began so shortly after the event may well have begun before it. */
const leewayMs = 60_000

/**
 * The open sessions that a signal is about. All that it names has to match: a session with another user is not meant. Of a
 * user only those that had begun by then: a signal that comes late does not end what began after it.
 */
export async function matchingSessions(
  { store }: Pick<SignalPorts, 'store'>,
  { settings }: SignalTransmitter,
  { subject, event, at }: Pick<ReceivedSignal, 'subject' | 'event' | 'at'>,
): Promise<readonly Session[]> {
  const { session: name, userId, tenant } = subject
  const sourceIds = settings.sourceIds.length > 0 ? settings.sourceIds : (await store.sources()).map(({ id }) => id)
  const mayClose = (session: Session) =>
    sourceIds.includes(session.sourceId) &&
    isListed(session) &&
    isOpen(session) &&
    (tenant === null || session.securityDomain === tenant)
  if (name !== null && event !== 'account-disabled') {
    const found =
      settings.sessionsNamedBy === 'session-id'
        ? [await store.sessionById(name)]
        : await Promise.all(sourceIds.map((sourceId) => store.sessionByHandle(sourceId, name)))
    return found
      .flatMap((session) => session ?? [])
      .filter((session) => mayClose(session) && (userId === null || session.userId === userId))
  }
  if (userId === null) return []
  const all = await store.sessionsByUser(userId, sessionKinds)
  const untilMs = at.getTime() + leewayMs
  return all.filter((session) => mayClose(session) && session.loggedOnAt.getTime() <= untilMs)
}

/** The way of every closure: stored first, told second. What the transmitter said of it is kept and told. */
function close(
  ports: SignalPorts,
  transmitter: SignalTransmitter,
  { event, initiatingEntity, reasonAdmin, reasonUser }: ReceivedSignal,
  sessions: readonly Session[],
): Promise<Closure | null> {
  const messages = Object.entries(reasonUser).filter(([, text]) => text !== '')
  const messagesToUser = Object.fromEntries(
    messages.map(([language, text]) => [language, text.slice(0, maxMessageLength)]),
  )
  return closeByPolicy(ports, {
    sessions,
    reason: (textIn(reasonAdmin) ?? event).slice(0, maxReasonLength),
    reasonKind: initiatingEntity === null ? 'policy' : kindOf[initiatingEntity],
    actor: actorOfTransmitter(transmitter),
    messageToUser: textIn(messagesToUser),
    messagesToUser,
  })
}

/** CAEP 1.0 §2, in our words. */
const kindOf = { admin: 'administrator', user: 'user', policy: 'policy', system: 'system' } as const

/** A transmitter acts for itself; no administrator can have such a name. */
export function actorOfTransmitter({ name }: Pick<SignalTransmitter, 'name'>): Actor {
  return { userId: `transmitter:${name}`, firstName: '', lastName: '', sessionId: null }
}

/** In English where there is English, else in the first language that there is. */
function textIn(texts: Readonly<Record<string, string>>): string | null {
  return texts['en'] || Object.values(texts).find((text) => text !== '') || null
}

function inWords(closed: number): string {
  if (closed === 0) return 'It matched no open session.'
  return closed === 1 ? 'It closed 1 session.' : `It closed ${closed} sessions.`
}
