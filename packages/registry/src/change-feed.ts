import type { ClosuresEvent, HoldsEvent, SessionsEvent, WebhooksEvent } from '@curfew/contract'
import type { Change, Changes } from './ports.ts'
import { realTimer, type SetTimer } from './timer.ts'

/** Changes of a fifth of a second as one event. Ids belong to one process: another one's are unknown here. */
export type FeedEvent = { readonly id: string } & (
  | { readonly event: 'sessions'; readonly data: SessionsEvent }
  | { readonly event: 'closures'; readonly data: ClosuresEvent }
  | { readonly event: 'webhooks'; readonly data: WebhooksEvent }
  | { readonly event: 'holds'; readonly data: HoldsEvent }
)

export interface ChangeFeed extends Changes {
  /** Returns a function that calls it off. */
  subscribe(listener: (event: FeedEvent) => void): () => void
  /** The events after that one, oldest first. `too-far-behind`: it is unknown, or older than what is kept. */
  since(eventId: string): readonly FeedEvent[] | 'too-far-behind'
  /** The id from which a reader that begins now resumes later. */
  readonly lastId: string
  /** Send what was gathered at once. */
  flush(): void
  /** Gather nothing any more. */
  stop(): void
}

export type ChangeFeedOptions = {
  /** How many events a reader that comes back may have missed. */
  readonly maxKept?: number
  readonly gatherMs?: number
  readonly setTimer?: SetTimer
  /** Tells this process' ids from those of others. */
  readonly process?: string
}

/** As many ids as one `sessions` event names in each of its lists; were there more, it names none. */
const mostNamed = 200

/** Gather what the registry announces, number it, keep the latest events for readers that come back. */
export function createChangeFeed({
  maxKept = 1_000,
  gatherMs = 200,
  setTimer = realTimer,
  process = crypto.randomUUID().slice(0, 8),
}: ChangeFeedOptions = {}): ChangeFeed {
  const listeners = new Set<(event: FeedEvent) => void>()
  const kept: FeedEvent[] = []
  let count = 0
  let gathered = emptyGathering()
  let callOff: (() => void) | undefined
  let isStopped = false

  const idOf = (number: number) => `${process}-${number}`
  const publish = (event: FeedEvent) => {
    count += 1
    kept.push(event)
    if (kept.length > maxKept) kept.shift()
    for (const listener of listeners) listener(event)
  }
  const flush = () => {
    callOff?.()
    callOff = undefined
    const { sessions, closures, webhooks, holds } = eventsOf(gathered)
    gathered = emptyGathering()
    if (sessions) publish({ id: idOf(count + 1), event: 'sessions', data: sessions })
    if (closures) publish({ id: idOf(count + 1), event: 'closures', data: closures })
    if (webhooks) publish({ id: idOf(count + 1), event: 'webhooks', data: webhooks })
    if (holds) publish({ id: idOf(count + 1), event: 'holds', data: {} })
  }

  return {
    announce(change) {
      if (isStopped || !gather(gathered, change)) return
      callOff ??= setTimer(flush, gatherMs)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    since(eventId) {
      const number = Number(eventId.slice(process.length + 1))
      const missed = count - number
      if (eventId !== idOf(number) || missed < 0 || missed > kept.length) return 'too-far-behind'
      return missed === 0 ? [] : kept.slice(-missed)
    },
    get lastId() {
      return idOf(count)
    },
    flush,
    stop() {
      isStopped = true
      callOff?.()
    },
  }
}

type Gathering = {
  began: number
  many: boolean
  readonly ended: Map<string, SessionsEvent['ended'][number]>
  readonly changed: Set<string>
  readonly closures: Set<string>
  readonly cameBack: NonNullable<SessionsEvent['cameBack']>
  holds: boolean
  readonly webhooks: Set<string>
}

function emptyGathering(): Gathering {
  return {
    began: 0,
    many: false,
    ended: new Map(),
    changed: new Set(),
    closures: new Set(),
    cameBack: [],
    holds: false,
    webhooks: new Set(),
  }
}

/** Returns whether there was anything in it. */
function gather(into: Gathering, change: Change): boolean {
  const { began = 0, ended = [], changed = [], closureIds = [], webhookIds = [], cameBack = [], holds = false } = change
  into.began += began
  for (const one of ended) {
    if (into.ended.size < mostNamed || into.ended.has(one.id)) into.ended.set(one.id, one)
    else into.many = true
  }
  for (const id of changed) {
    if (into.changed.size < mostNamed || into.changed.has(id)) into.changed.add(id)
    else into.many = true
  }
  for (const id of closureIds) into.closures.add(id)
  for (const id of webhookIds) into.webhooks.add(id)
  into.cameBack.push(...cameBack.slice(0, mostNamed - into.cameBack.length))
  into.holds ||= holds
  return [ended, changed, closureIds, webhookIds].some(({ length }) => length > 0) || began > 0 || holds
}

function eventsOf({ began, many, ended, changed, closures, webhooks, cameBack, holds }: Gathering) {
  const hasSessions = began > 0 || ended.size > 0 || changed.size > 0
  return {
    sessions: hasSessions && {
      began,
      // Whoever is told a part has to ask about all of them anyway, and ten thousand readers would each be sent it.
      ended: many ? [] : [...ended.values()],
      changed: many ? [] : [...changed],
      many,
      ...(cameBack.length > 0 && { cameBack }),
    },
    closures: closures.size > 0 && { closureIds: [...closures] },
    webhooks: webhooks.size > 0 && { webhookIds: [...webhooks] },
    holds,
  }
}
