import { carryingOut } from './carrying-out.ts'
import type { Delivery, DeliveryStep, RetryOf } from './closing.ts'
import { batchSize } from './end.ts'
import type { Logoff, RegistryPorts } from './ports.ts'
import { printQueue, type QueueName, queueOf, type Room } from './queue.ts'
import { announceClosures, takeSteps } from './receipts.ts'
import { readLogoffs, stepAfter, stepOfForgotten, tellOnce } from './tell.ts'
import { realTimer, type SetTimer } from './timer.ts'
import { createUnderWay } from './under-way.ts'

export type DeliveryPorts = Pick<RegistryPorts, 'store' | 'channels' | 'changes' | 'clock'>

/** Tells what is due, and stores what each attempt has taught. */
export interface Deliverer {
  /**
   * Begin to tell up to 1,000 deliveries that are due and not under way. No recipient waits for another.
   *
   * @returns how many were begun
   */
  begin(): Promise<number>
  /** Somebody has asked for these again: of what is under way the channels that can ask at once, instead of waiting. */
  hurry(asked: RetryOf): void
  /** Resolves when nothing is under way any more. */
  settled(): Promise<void>
  /** Store nothing from now on: what is under way stays due. Resolves when the last transaction is over. */
  abandon(): Promise<void>
}

export type DelivererOptions = {
  readonly setTimer: SetTimer
  /** From 0 up to but not 1. */
  readonly random: () => number
  /** A channel failed. Its deliveries count as unreachable. */
  readonly onError: (error: unknown) => void
  /** Outcomes have been stored; or could not be, and so their deliveries stay due. */
  readonly onStored: (failure: { readonly error: unknown } | null) => void
  /** A recipient has been told of half of those that were its share. */
  readonly onRoom?: () => void
}

/** Under way at a time, whoever is told: what waits beyond that waits in the store. */
const mostUnderWay = 50_000

/** While sessions are being closed the store is theirs: what has been learned of those that were told waits so long for it. */
const longestPauseMs = 1_000

export function createDeliverer(
  ports: DeliveryPorts,
  { setTimer, random, onError, onStored, onRoom = () => {} }: DelivererOptions,
): Deliverer {
  const channels = new Map(ports.channels.map((channel) => [channel.channel, channel]))
  const atOnce = Object.fromEntries(
    ports.channels.flatMap(({ channel, atOnce }) => (atOnce ? [[channel, atOnce]] : [])),
  )
  const underWay = createUnderWay()
  const tellings = new Set<Promise<void>>()
  const outcomes: DeliveryStep[] = []
  let writer = Promise.resolve()
  let isAbandoned = false

  /** One transaction at a time: what comes in during one goes into the next, together. */
  const write = () => {
    writer = writer.then(writeOutcomes)
    return writer
  }
  const writeOutcomes = async () => {
    await carryingOut(ports.store).pause(longestPauseMs, setTimer)
    while (outcomes.length > 0) {
      const steps = outcomes.splice(0, batchSize)
      const failure = isAbandoned ? null : await attemptTo(() => store(steps))
      for (const { deliveryId } of steps) underWay.delete(deliveryId)
      onStored(failure)
    }
  }
  const store = async (steps: readonly DeliveryStep[]) => {
    await takeSteps(ports, steps)
    const silent = steps.flatMap(({ silence, deliveryId }) => (silence && underWay.get(deliveryId)) || [])
    for (const queue of queuesOf(silent)) await giveUpExpired(ports, queue)
  }
  const tell = async (group: readonly Logoff[]) => {
    const begunAt = ports.clock()
    const taught = await tellOnce(channels.get(group[0]?.delivery.channel ?? 'event-stream'), group, onError)
    const at = ports.clock()
    outcomes.push(
      ...group.flatMap(({ delivery }, index) => {
        const outcome = taught[index]
        return outcome ? stepAfter(delivery, outcome, { begunAt, at, chance: random() }) : []
      }),
    )
    for (const logoff of group) {
      const places = atOnce[logoff.delivery.channel]
      if (places !== undefined) makeRoom(logoff, places)
    }
    await write()
  }
  /** Whoever is told of one thing after another does not wait until what it has heard is stored. */
  const makeRoom = ({ delivery }: Logoff, places: number) => {
    const isMoreThanHalf = () => (underWay.counts.get(printQueue(queueOf(delivery))) ?? 0) > places / 2
    const wasFull = isMoreThanHalf()
    underWay.finish(delivery.id)
    if (wasFull && !isMoreThanHalf()) onRoom()
  }
  const follow = (work: Promise<void>) => {
    const telling = work.finally(() => tellings.delete(telling))
    tellings.add(telling)
  }

  return {
    async begin() {
      const limit = Math.min(batchSize, mostUnderWay - underWay.size)
      if (limit <= 0) return 0
      const now = ports.clock()
      const isFresh = underWay.beginReading()
      const room = { atOnce, underWay: underWay.counts, told: underWay.told }
      const due = await ports.store.dueDeliveries(now, limit, room)
      const fresh = due.filter(isFresh).slice(0, limit)
      const logoffs = await readLogoffs(ports, fresh)
      if (isAbandoned) return 0
      for (const delivery of fresh) underWay.add(delivery)
      const told = new Set(logoffs.map(({ delivery }) => delivery.id))
      const forgotten = fresh.filter(({ id }) => !told.has(id))
      outcomes.push(...forgotten.map((delivery) => stepOfForgotten(delivery, ports.clock())))
      if (forgotten.length > 0) follow(write())
      for (const group of callsFor(logoffs, atOnce)) follow(tell(group))
      return fresh.length
    },
    hurry(asked) {
      const wanted = underWay.all().filter((delivery) => isAskedFor(delivery, asked))
      for (const [name, some] of Map.groupBy(wanted, ({ channel }) => channel))
        channels.get(name)?.hurry?.(new Set(some.map(({ id }) => id)))
    },
    async settled() {
      while (tellings.size > 0) await Promise.all(tellings)
    },
    async abandon() {
      isAbandoned = true
      await writer
    },
  }
}

/**
 * Tell all that is due, and wait until every attempt is made and stored.
 *
 * @returns how many attempts were made
 * @throws CurfewError `store-unavailable`: what was told and could not be noted is due again
 */
export async function deliverDue(ports: DeliveryPorts): Promise<number> {
  const failures: { readonly error: unknown }[] = []
  const onStored: DelivererOptions['onStored'] = (failure) => {
    if (failure) failures.push(failure)
  }
  const deliverer = createDeliverer(ports, { setTimer: realTimer, random: Math.random, onError: () => {}, onStored })
  let attempts = 0
  for (;;) {
    const begun = await deliverer.begin()
    await deliverer.settled()
    const [failure] = failures
    if (failure) throw failure.error
    if (begun === 0) return attempts
    attempts += begun
  }
}

function isAskedFor(delivery: Delivery, asked: RetryOf): boolean {
  if ('deliveryId' in asked) return delivery.id === asked.deliveryId
  if ('closureId' in asked) return delivery.closureId === asked.closureId
  return printQueue(queueOf(delivery)) === printQueue(queueOf(asked))
}

/** The queues of recipients; who is told within this process is never silent. */
function queuesOf(deliveries: readonly Delivery[]): Iterable<QueueName> {
  const queues = deliveries.map(queueOf).filter(({ recipient }) => recipient !== '')
  return new Map(queues.map((queue) => [printQueue(queue), queue])).values()
}

/** What goes into one call of a channel: all of one recipient, or each by itself. */
function callsFor(logoffs: readonly Logoff[], atOnce: Room['atOnce']): Iterable<readonly Logoff[]> {
  return Map.groupBy(logoffs, ({ delivery: { channel, recipient, id } }) =>
    atOnce[channel] === undefined ? `${channel} ${recipient}` : id,
  ).values()
}

/** While a recipient is silent, what has waited for it for too long goes with the attempt that found nobody. */
async function giveUpExpired(ports: DeliveryPorts, queue: QueueName): Promise<void> {
  for (;;) {
    const givenUp = await ports.store.giveUpExpired(queue, ports.clock(), batchSize)
    announceClosures(ports, givenUp)
    if (givenUp.length < batchSize) return
  }
}

async function attemptTo(work: () => Promise<unknown>): Promise<{ readonly error: unknown } | null> {
  try {
    await work()
    return null
  } catch (error) {
    return { error }
  }
}
