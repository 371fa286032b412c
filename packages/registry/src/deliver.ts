import type { Delivery, DeliveryStep } from './closing.ts'
import { batchSize } from './end.ts'
import type { Logoff, RegistryPorts } from './ports.ts'
import { takeSteps } from './receipts.ts'
import { readLogoffs, stepAfter, stepOfForgotten, tellOnce } from './tell.ts'

export type DeliveryPorts = Pick<RegistryPorts, 'store' | 'channels' | 'changes' | 'clock'>

/** Tells what is due, and stores what each attempt has taught. */
export interface Deliverer {
  /**
   * Begin to tell up to 1,000 deliveries that are due and not under way. No recipient waits for another.
   *
   * @returns how many were begun
   */
  begin(): Promise<number>
  /** Resolves when nothing is under way any more. */
  settled(): Promise<void>
  /** Store nothing from now on: what is under way stays due. Resolves when the last transaction is over. */
  abandon(): Promise<void>
}

export type DelivererOptions = {
  /** From 0 up to but not 1. */
  readonly random: () => number
  /** A channel failed. Its deliveries count as unreachable. */
  readonly onError: (error: unknown) => void
  /** Outcomes have been stored; or could not be, and so their deliveries stay due. */
  readonly onStored: (failure: { readonly error: unknown } | null) => void
}

/** Under way for one recipient at a time, about: a dead one holds up only what is its own. */
const mostPerRecipient = 1_000

export function createDeliverer(ports: DeliveryPorts, { random, onError, onStored }: DelivererOptions): Deliverer {
  const channels = new Map(ports.channels.map((channel) => [channel.channel, channel]))
  const underWay = new Map<string, Delivery>()
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
    while (outcomes.length > 0) {
      const steps = outcomes.splice(0, batchSize)
      const failure = isAbandoned ? null : await attemptTo(() => takeSteps(ports, steps))
      for (const { deliveryId } of steps) underWay.delete(deliveryId)
      onStored(failure)
    }
  }
  const tell = async (group: readonly Logoff[]) => {
    const taught = await tellOnce(channels.get(group[0]?.delivery.channel ?? 'event-stream'), group, onError)
    const at = ports.clock()
    outcomes.push(
      ...group.flatMap(({ delivery }, index) => {
        const outcome = taught[index]
        return outcome ? stepAfter(delivery, outcome, at, random()) : []
      }),
    )
    await write()
  }
  const follow = (work: Promise<void>) => {
    const telling = work.finally(() => tellings.delete(telling))
    tellings.add(telling)
  }

  return {
    async begin() {
      const limit = batchSize + underWay.size
      const due = await ports.store.dueDeliveries(ports.clock(), limit, busyRecipients(underWay.values()))
      const fresh = due.filter(({ id }) => !underWay.has(id)).slice(0, batchSize)
      const logoffs = await readLogoffs(ports, fresh)
      if (isAbandoned) return 0
      for (const delivery of fresh) underWay.set(delivery.id, delivery)
      const told = new Set(logoffs.map(({ delivery }) => delivery.id))
      const forgotten = fresh.filter(({ id }) => !told.has(id))
      outcomes.push(...forgotten.map((delivery) => stepOfForgotten(delivery, ports.clock())))
      if (forgotten.length > 0) follow(write())
      for (const group of byRecipient(logoffs)) follow(tell(group))
      return fresh.length
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
  const deliverer = createDeliverer(ports, { random: Math.random, onError: () => {}, onStored })
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

function busyRecipients(underWay: Iterable<Delivery>): string[] {
  const counts = new Map<string, number>()
  for (const { recipient } of underWay) counts.set(recipient, (counts.get(recipient) ?? 0) + 1)
  return Array.from(counts)
    .filter(([, count]) => count >= mostPerRecipient)
    .map(([recipient]) => recipient)
}

function byRecipient(logoffs: readonly Logoff[]): Iterable<readonly Logoff[]> {
  return Map.groupBy(logoffs, ({ delivery }) => `${delivery.channel} ${delivery.recipient}`).values()
}

async function attemptTo(work: () => Promise<unknown>): Promise<{ readonly error: unknown } | null> {
  try {
    await work()
    return null
  } catch (error) {
    return { error }
  }
}
