import type { Channel } from '@curfew/contract'
import type { DeliveryStep } from './closing.ts'

/**
 * Deliveries that wait together: those of one recipient, so that none waits for another's. Whoever is told within this
 * process keeps nobody waiting, and all of a channel are in one queue, without a recipient.
 */
export type QueueName = { readonly channel: Channel; readonly recipient: string }

/** Told through what they hold open here, or by their own next call: there is no way to them that could be cut. */
const isWithinReach: ReadonlySet<Channel> = new Set(['event-stream', 'next-call'])

export function queueOf({ channel, recipient }: QueueName): QueueName {
  return { channel, recipient: isWithinReach.has(channel) ? '' : recipient }
}

/** One text for a queue; channels have no space in them. */
export function printQueue({ channel, recipient }: QueueName): string {
  return `${channel} ${recipient}`
}

/** What a source calls one of several that it has behind it is a part of the recipient. Ids of sources have no space in them. */
export function recipientInSource(sourceId: string, part: string | null): string {
  return part === null ? sourceId : `${sourceId} ${part}`
}

/** The source that a recipient is, or is a part of, and the name of that part. */
export function sourceOfRecipient(recipient: string): { readonly sourceId: string; readonly part: string | null } {
  const space = recipient.indexOf(' ')
  return space < 0
    ? { sourceId: recipient, part: null }
    : { sourceId: recipient.slice(0, space), part: recipient.slice(space + 1) }
}

/** Whether a recipient answers, as far as the latest attempts have taught. */
export type Circuit = {
  /** Attempts in a row that nothing came back from; of an open circuit only those that were to find out. */
  readonly failures: number
  /** Since when nothing has come back. Null: something has, or nothing was tried yet. */
  readonly silentSince: Date | null
  /** When a few are tried again to find out; the others wait. Null: the circuit is closed, and all are tried. */
  readonly probeAt: Date | null
  /** What the latest attempt met with, in words. */
  readonly cause: string
}

export const closedCircuit: Circuit = { failures: 0, silentSince: null, probeAt: null, cause: '' }

/** A recipient's queue as a page shows it. */
export type RecipientQueue = QueueName &
  Circuit & {
    /** Still to be tried. Of sessions that are listed, as in `givenUp`. */
    readonly waiting: number
    /** Not tried any more until somebody asks for it. */
    readonly givenUp: number
  }

/** How much may be begun: how many of one recipient at a time, and how many are under way. */
export type Room = {
  /** Left out: `usualAtOnce`. */
  readonly atOnce: Readonly<Partial<Record<Channel, number>>>
  /** By `printQueue`: those that are being told. */
  readonly underWay: ReadonlyMap<string, number>
  /** Those that have been told, and whose outcome is not stored yet: they take no room any more. */
  readonly told?: ReadonlyMap<string, number>
}
export const usualAtOnce = 1_000

/** So many find out whether a silent recipient answers again. */
const probesAtOnce = 2

/** How many of a queue may be begun now, besides those under way. */
export function roomIn(queue: QueueName & Pick<Circuit, 'probeAt'>, { atOnce, underWay }: Room, now: Date): number {
  const count = underWay.get(printQueue(queue)) ?? 0
  if (queue.probeAt === null) return Math.max(0, (atOnce[queue.channel] ?? usualAtOnce) - count)
  return queue.probeAt > now ? 0 : Math.max(0, probesAtOnce - count)
}

/** How many of a queue are due in the store and are not to be begun, because they have been. */
export function begunIn(queue: QueueName, { underWay, told }: Room): number {
  const name = printQueue(queue)
  return (underWay.get(name) ?? 0) + (told?.get(name) ?? 0)
}

/** So many attempts in a row without an answer, and the circuit opens. */
const failuresUntilOpen = 3
const firstProbeMs = 2_000
const longestProbeMs = 60_000

/**
 * The circuit of a recipient after one more attempt. Any answer closes it, a refusal too. While it is open, late failures of
 * what had been begun before it was to be tried say nothing new.
 */
export function advanceCircuit(circuit: Circuit, step: DeliveryStep): Circuit {
  const { at, to, isAttempt = false, begunAt = at, silence, cause = '' } = step
  if (!isAttempt) return circuit
  if (to !== 'unreachable') return circuit.failures === 0 && circuit.probeAt === null ? circuit : closedCircuit
  if (!silence || (circuit.probeAt !== null && circuit.probeAt > begunAt)) return circuit
  const failures = circuit.failures + 1
  const silentSince = circuit.silentSince ?? at
  if (failures < failuresUntilOpen) return { failures, silentSince, probeAt: null, cause }
  const waitMs = Math.min(longestProbeMs, firstProbeMs * 2 ** Math.min(failures - failuresUntilOpen, 10))
  return { failures, silentSince, probeAt: new Date(at.getTime() + spread(waitMs, silence.chance)), cause }
}

/** Between half of it and all of it, so that those that failed together do not come back together. */
export function spread(waitMs: number, chance: number): number {
  return Math.round(waitMs * (0.5 + chance / 2))
}

/** Guards come for what waits for them: their feed says what that is, and no circuit does. */
export function isOverNetwork({ channel }: RecipientQueue): boolean {
  return channel !== 'guard-feed'
}
