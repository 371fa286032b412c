import type { PollRequest } from '@curfew/contract'
import type { DeliveryStep } from '../closing.ts'
import { takeSteps } from '../receipts.ts'
import { readLogoffs } from '../tell.ts'
import { mayGo, noticeTaken } from './notices.ts'
import type { SignalPorts } from './ports.ts'
import type { SignalNotice, SignalReceiver } from './signal-receiver.ts'

/** SETs by their `jti`, oldest first. */
export type Polled = {
  readonly sets: readonly (readonly [jti: string, set: string])[]
  readonly moreAvailable: boolean
}

const mostAtOnce = 500
const usualAtOnce = 100
/** So long a poll is held that does not ask to be answered at once. */
const longestWaitMs = 20_000
/** Somebody else may have brought about what is asked for, in another process perhaps. */
const lookEveryMs = 5_000

/**
 * Take the acknowledgements and errors of a receiver, and give it what it has not taken yet.
 *
 * What is given comes again until it is acknowledged. Ids that are not its own are passed over in silence. Over a paused or
 * disabled stream comes nothing but the news that it is.
 *
 * @param signal a poll that is held is answered empty when it fires
 * @see RFC 8936 §2
 */
export async function pollSignals(
  ports: SignalPorts,
  receiver: SignalReceiver,
  asked: PollRequest,
  signal: AbortSignal,
): Promise<Polled> {
  await takeAnswers(ports, receiver, asked)
  const most = Math.min(asked.maxEvents ?? usualAtOnce, mostAtOnce)
  if (most === 0) return { sets: [], moreAvailable: false }
  const untilMs = ports.clock().getTime() + longestWaitMs
  for (;;) {
    const polled = await give(ports, receiver, most)
    const leftMs = untilMs - ports.clock().getTime()
    if (polled.sets.length > 0 || asked.returnImmediately || leftMs <= 0 || signal.aborted) return polled
    await ports.signals.arrival(Math.min(leftMs, lookEveryMs), signal)
  }
}

async function give(ports: SignalPorts, { id }: SignalReceiver, most: number): Promise<Polled> {
  // As it is now: it may have been paused while the poll was held.
  const receiver = await ports.store.signalReceiverById(id)
  if (!receiver?.stream) return { sets: [], moreAvailable: false }
  const notices = (await ports.store.signalNotices(id)).filter((notice) => mayGo(receiver, notice))
  const isEnabled = receiver.status === 'enabled'
  const deliveries = isEnabled ? await ports.store.untakenDeliveries(id, most + 1) : []
  const logoffs = (await readLogoffs(ports, deliveries.slice(0, most))).toSorted(byDelivery)
  const room = Math.max(0, most - notices.length)
  const given = logoffs.slice(0, room)
  const { speaker } = ports.signals
  const sets = await Promise.all([
    ...notices.slice(0, most).map(async (notice) => [notice.id, await speaker.ofNotice(receiver, notice)] as const),
    ...given.map(async (logoff) => [logoff.delivery.id, await speaker.ofLogoff(receiver, logoff)] as const),
  ])
  const at = ports.clock()
  const fresh = given.filter(({ delivery }) => delivery.sentAt === null)
  await takeSteps(
    ports,
    fresh.map(({ delivery }): DeliveryStep => ({ deliveryId: delivery.id, to: 'sent', at, isAttempt: true })),
  )
  return { sets, moreAvailable: notices.length + deliveries.length > most }
}

const byDelivery = (one: { delivery: { id: string } }, other: { delivery: { id: string } }) =>
  one.delivery.id < other.delivery.id ? -1 : 1

async function takeAnswers(ports: SignalPorts, receiver: SignalReceiver, { ack = [], setErrs = {} }: PollRequest) {
  const refused = Object.entries(setErrs).map(([jti, { err, description = '' }]) => ({
    jti,
    cause: `${err}${description === '' ? '' : `: ${description}`}`.slice(0, 500),
  }))
  const answers = [...ack.map((jti) => ({ jti, cause: null })), ...refused]
  if (answers.length === 0) return
  const notices = new Map((await ports.store.signalNotices(receiver.id)).map((notice) => [notice.id, notice]))
  const at = ports.clock()
  const steps: DeliveryStep[] = []
  for (const { jti, cause } of answers) {
    const notice: SignalNotice | undefined = notices.get(jti)
    if (notice) await noticeTaken(ports, receiver, notice, cause)
    const delivery = notice ? undefined : await ports.store.deliveryById(jti)
    if (delivery?.channel !== 'shared-signals' || delivery.recipient !== receiver.id) continue
    steps.push({ deliveryId: jti, at, ...(cause === null ? { to: 'acknowledged' } : { to: 'refused', cause }) })
  }
  if (steps.length === 0) return
  await takeSteps(ports, steps)
  const last = refused.at(-1)
  const lastResult = { at, isAccepted: last === undefined, cause: last?.cause ?? '' }
  await ports.store.noteSignalReceiver(receiver.id, { lastResult })
}
