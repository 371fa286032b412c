import { auditEntry } from './audit.ts'
import { isListed } from './listed.ts'
import type { RegistryPorts } from './ports.ts'
import type {
  KnownEvent,
  KnownSetAside,
  SetAside,
  Webhook,
  WebhookAttempt,
  WebhookRound,
  WebhookStanding,
} from './webhook.ts'
import {
  afterAccepted,
  afterFailed,
  bodyOf,
  disabledAfter,
  eventIdOf,
  failuresOfASink,
  nextTry,
  wants,
  wantsClosure,
} from './webhook-rules.ts'
import { attemptOnce } from './webhook-send.ts'

export type WebhookPorts = Pick<RegistryPorts, 'store' | 'clock' | 'newId' | 'changes' | 'webhookPoster'>

/** As many are read in one round, so many are under way at once, and so long new ones are begun. */
const mostInARound = 200
const mostAtOnce = 16
const roundMs = 1_000
/** Set aside for one webhook: so many that are tried again, and so many that are given up. */
const mostSetAside = 1_000

export type RoundOutcome = 'again' | { readonly wakeAt: Date | null }

/**
 * Send to one webhook what is due for it, oldest first, up to 16 at a time for about a second, and store what came of it in one
 * transaction. A crash before that means that they are sent again, under the same ids.
 *
 * @returns `again`: there may be more; else when there is something to do, should nothing happen before
 * @throws CurfewError `store-unavailable`
 */
export async function sendRound(ports: WebhookPorts, webhook: Webhook, random: () => number): Promise<RoundOutcome> {
  const now = ports.clock()
  if (webhook.disabled) return { wakeAt: null }
  if (webhook.nextAttemptAt && webhook.nextAttemptAt > now) return { wakeAt: webhook.nextAttemptAt }
  const isOnTrial = webhook.failures >= failuresOfASink
  const limit = isOnTrial ? 1 : mostInARound
  const again = await ports.store.dueSetAside(webhook.id, now, limit)
  const events = await ports.store.eventsAfter(webhook.position, limit)
  const queue = [...again.filter(isKnown).map(asTried), ...(await wantedOf(ports, webhook, events)).map(firstTime)]
  const done = await trySome(ports, webhook, queue.slice(0, limit), { isOnTrial, random })
  const position = reached(webhook, events, queue.slice(done.tried.length))
  const settled = [...again.filter((one) => !isKnown(one)), ...done.tried.flatMap(acceptedAtLast)]
  await settle(ports, webhook, done, { position, settled: settled.map(({ event }) => event.position), random })
  if (done.disabled) return { wakeAt: null }
  if (done.standing.nextAttemptAt) return { wakeAt: done.standing.nextAttemptAt }
  if (events.length === limit || again.length === limit || done.tried.length < queue.length) return 'again'
  return { wakeAt: (await ports.store.webhookCounts([webhook.id])).get(webhook.id)?.nextDueAt ?? null }
}

type Tried = { readonly event: KnownEvent; readonly attempts: number; readonly isSetAside: boolean }
type Done = Pick<WebhookRound, 'standing' | 'disabled'> & {
  /** From the front of the queue, without a gap. */
  readonly tried: readonly { readonly one: Tried; readonly attempt: WebhookAttempt }[]
}

const asTried = ({ event, attempts }: KnownSetAside): Tried => ({ event, attempts, isSetAside: true })
const firstTime = (event: KnownEvent): Tried => ({ event, attempts: 0, isSetAside: false })

async function trySome(
  ports: WebhookPorts,
  webhook: Webhook,
  queue: readonly Tried[],
  { isOnTrial, random }: { readonly isOnTrial: boolean; readonly random: () => number },
): Promise<Done> {
  const tried: Done['tried'][number][] = []
  const untilMs = performance.now() + roundMs
  let standing = standingOf(webhook)
  let disabled: Done['disabled'] = null
  let next = 0
  const isTrusted = () => isOnTrial || standing.failures < failuresOfASink
  const maySendMore = () => next < queue.length && !disabled && performance.now() < untilMs && isTrusted()
  const work = async () => {
    while (maySendMore()) {
      const at = next
      next += 1
      const one = queue[at]
      if (!one) return
      const { event } = one
      const sent = { id: eventIdOf(event), type: event.type, body: bodyOf(event) }
      const attempt = await attemptOnce(ports, webhook, sent, one.attempts + 1)
      tried[at] = { one, attempt }
      const { outcome, status, cause } = attempt
      const now = ports.clock()
      if (outcome === 'accepted') standing = afterAccepted(standing, now)
      else {
        standing = afterFailed(standing, { cause, at: now, chance: random(), isOnTrial })
        disabled ??= disabledAfter(standing, status, now)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(mostAtOnce, queue.length) }, work))
  return { tried, standing, disabled }
}

/** What it wants of these; what is forgotten cannot be told of any more. */
async function wantedOf(
  { store }: WebhookPorts,
  webhook: Webhook,
  events: readonly KnownEvent[],
): Promise<readonly KnownEvent[]> {
  const wanted = await Promise.all(
    events.map(async ({ type, session, closure }) => {
      if (session) return isListed(session) && wants(webhook, type, session)
      if (!closure) return false
      const plan = await store.planById(closure.planId)
      return plan ? wantsClosure(webhook, plan) : webhook.types.includes(type)
    }),
  )
  return events.filter((_, index) => wanted[index])
}

const isKnown = ({ event }: KnownSetAside) => event.session !== null || event.closure !== null

const acceptedAtLast = ({ one, attempt }: Done['tried'][number]) =>
  one.isSetAside && attempt.outcome === 'accepted' ? [one] : []

function standingOf({
  failures,
  failingSince,
  nextAttemptAt,
  cause,
  lastAcceptedAt,
}: WebhookStanding): WebhookStanding {
  return { failures, failingSince, nextAttemptAt, cause, lastAcceptedAt }
}

/** All events are gone through up to the first that was wanted and is not tried yet. */
function reached(webhook: Webhook, events: readonly KnownEvent[], untried: readonly Tried[]): number {
  const first = untried.find(({ isSetAside }) => !isSetAside)
  return first ? first.event.position - 1 : (events.at(-1)?.position ?? webhook.position)
}

async function settle(
  ports: WebhookPorts,
  webhook: Webhook,
  { tried, standing, disabled }: Done,
  {
    position,
    settled,
    random,
  }: { readonly position: number; readonly settled: readonly number[]; readonly random: () => number },
): Promise<void> {
  if (tried.length === 0 && settled.length === 0 && position <= webhook.position) return
  const now = ports.clock()
  const failed = tried.filter(({ attempt }) => attempt.outcome !== 'accepted')
  const setAside = failed.map(({ one: { event, attempts } }): SetAside => {
    const nextAttemptAt = nextTry(event.at, attempts + 1, now, random())
    return { event, attempts: attempts + 1, nextAttemptAt }
  })
  const audit = disabled ? [auditEntry(ports, null, 'webhook-disabled', webhook.id, { reason: disabled.reason })] : []
  const attempts = tried.map(({ attempt }) => attempt)
  const accepted = tried.length - failed.length
  const round: WebhookRound = { position, attempts, setAside, settled, accepted, standing, disabled }
  await ports.store.settleRound(webhook.id, round, mostSetAside, audit)
  if (tried.length > 0) ports.changes.announce({ webhookIds: [webhook.id] })
}
