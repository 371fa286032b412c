import { CurfewError } from '@curfew/contract'
import { auditEntry } from '../audit.ts'
import type { Actor } from '../closing.ts'
import type { TellOutcome } from '../ports.ts'
import { realTimer } from '../timer.ts'
import type { SignalPorts } from './ports.ts'
import type { SignalNotice, SignalReceiver, SignalStream } from './signal-receiver.ts'

/** A receiver may ask for verification once in so many seconds. */
export const minVerificationSeconds = 10

/**
 * Send a verification event over a stream. It is on its way when this resolves; the receiver's facts say what became of it.
 *
 * @param state comes back as it is; null: nobody asked for one
 * @throws CurfewError `too-many-attempts`: the receiver asked a moment ago
 * @see SSF 1.0 §8.1.4
 */
export async function verifySignalStream(
  ports: SignalPorts,
  receiver: SignalReceiver,
  stream: SignalStream,
  state: string | null,
  actor: Actor,
  isAskedByReceiver: boolean,
): Promise<void> {
  const askedAt = ports.clock()
  const before = receiver.facts.verification?.askedAt
  const waitMs = before ? before.getTime() + minVerificationSeconds * 1_000 - askedAt.getTime() : 0
  if (isAskedByReceiver && waitMs > 0)
    throw new CurfewError('too-many-attempts', 'Verification was asked for a moment ago. Nothing was sent.', {
      retryAfterSeconds: Math.ceil(waitMs / 1_000),
    })
  await ports.store.writeAudit([auditEntry(ports, actor, 'signal-verification-asked', receiver.id, {})])
  await sendNotice(ports, receiver, stream, { kind: 'verification', state })
}

/** Keep a notice until it is taken, and send it at once where the stream is pushed. */
export async function sendNotice(
  ports: SignalPorts,
  receiver: SignalReceiver,
  stream: SignalStream,
  event: SignalNotice['event'],
): Promise<void> {
  const notice = { id: ports.newId(), receiverId: receiver.id, streamId: stream.id, at: ports.clock(), event }
  await ports.store.addSignalNotice(notice)
  if (event.kind === 'verification') {
    const verification = { noticeId: notice.id, askedAt: notice.at, state: 'waiting', cause: '' } as const
    await ports.store.noteSignalReceiver(receiver.id, { verification })
  }
  if (stream.delivery.method === 'push') void pushNotice(ports, receiver, notice)
  else ports.wakeDeliveries()
}

/** What waited while a stream was paused, or when the process ended. */
export async function sendWaitingNotices(ports: SignalPorts, receiver: SignalReceiver): Promise<void> {
  if (receiver.stream?.delivery.method !== 'push') return
  for (const notice of await ports.store.signalNotices(receiver.id)) void pushNotice(ports, receiver, notice)
}

/** To be called at every start. */
export async function resumeNotices(ports: SignalPorts): Promise<void> {
  for (const receiver of await ports.store.signalReceivers()) await sendWaitingNotices(ports, receiver)
}

/** Over a stream that is not enabled goes nothing but the news that it is not (§8.1.2). */
export function mayGo({ status }: SignalReceiver, { event }: Pick<SignalNotice, 'event'>): boolean {
  return status === 'enabled' || event.kind === 'stream-updated'
}

/** The receiver took a notice, or would not. */
export async function noticeTaken(
  ports: Pick<SignalPorts, 'store' | 'clock'>,
  receiver: SignalReceiver,
  notice: SignalNotice,
  failure: string | null,
): Promise<void> {
  const dropped = await ports.store.dropSignalNotices([notice.id])
  if (dropped.length === 0) return
  const at = ports.clock()
  const facts = await ports.store.signalReceiverById(receiver.id)
  const known = facts?.facts.verification
  await ports.store.noteSignalReceiver(receiver.id, {
    lastResult: { at, isAccepted: failure === null, cause: failure ?? '' },
    ...(known?.noticeId === notice.id && {
      verification: { ...known, state: failure === null ? 'accepted' : 'failed', cause: failure ?? '' },
    }),
  })
}

/** Waits between attempts; then it is given up, and whoever asked may ask again. */
const waitsMs = [1_000, 5_000]

/** Notices that are being pushed here. */
const underWay = new WeakMap<object, Set<string>>()

async function pushNotice(ports: SignalPorts, receiver: SignalReceiver, notice: SignalNotice): Promise<void> {
  const busy = underWay.get(ports.store) ?? new Set<string>()
  underWay.set(ports.store, busy)
  if (busy.has(notice.id) || !mayGo(receiver, notice)) return
  busy.add(notice.id)
  try {
    const outcome = await attempt(ports, receiver, notice)
    await noticeTaken(ports, receiver, notice, failureOf(outcome))
  } catch {
    // The store cannot be written: the notice stays, and the next start sends it.
  } finally {
    busy.delete(notice.id)
  }
}

async function attempt(ports: SignalPorts, receiver: SignalReceiver, notice: SignalNotice): Promise<TellOutcome> {
  let outcome = await ports.signals.push(receiver, notice)
  for (const waitMs of waitsMs) {
    if (outcome.to !== 'unreachable') break
    await new Promise<void>((resolve) => void realTimer(resolve, waitMs))
    outcome = await ports.signals.push(receiver, notice)
  }
  return outcome
}

function failureOf(outcome: TellOutcome): string | null {
  if (outcome.to === 'acknowledged' || outcome.to === 'verified') return null
  return 'cause' in outcome ? outcome.cause : 'It answered, but not that it took the event.'
}
