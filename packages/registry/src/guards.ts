import { CurfewError, type GuardReport, type LeaseGrant } from '@curfew/contract'
import { proveEnded } from './back-channel-proof.ts'
import { createLeaseBook } from './leases.ts'
import type { RegistryPorts } from './ports.ts'
import { takeSteps } from './receipts.ts'
import type { Source } from './source.ts'
import { realTimer, type SetTimer } from './timer.ts'

/** What is known here of the guards of all sources: their leases, and what they have applied. */
export interface Guards {
  /**
   * Take a guard's report. The order is the promise's: what it has applied, then the grant, then the position that the grant
   * names, then the answer.
   *
   * @throws CurfewError `not-permitted`: the source is not told of closures; `invalid-request`: it claims to have applied
   *   what was never sent; `too-many-attempts`: it has too many guards. No lease is granted then
   */
  report(source: Source, report: GuardReport): Promise<LeaseGrant>
  /** Fits `RegistryPorts.refusedByGuards`. */
  refusedByGuards(closureId: string, sourceIds: readonly string[]): Promise<void>
  /**
   * A source asked about a session that has ended, and was told. Unless a guard of it may decide from memory, that is the
   * only way in which it hears of the end, and it has heard now.
   */
  asked(sourceId: string, sessionId: string): void
}

export type GuardsOptions = Pick<RegistryPorts, 'store' | 'changes' | 'clock'> & {
  /** Milliseconds of a clock that is never set. */
  readonly monotonicMs?: () => number
  readonly setTimer?: SetTimer
  /** The longest lease of each source that a guard may hold from before this process began. */
  readonly leaseMsAtStart?: ReadonlyMap<string, number>
  /** What guards prove could not be stored. */
  readonly onError?: (error: unknown) => void
}

const mostGuards = 1_000
/** So many deliveries are proved in one transaction. */
const proofBatch = 250

type Acknowledging = { wanted: number; reached: number; isUnderWay: boolean }

export function createGuards({
  monotonicMs = () => performance.now(),
  setTimer = realTimer,
  leaseMsAtStart = new Map(),
  onError = () => {},
  ...ports
}: GuardsOptions): Guards {
  const { store, clock, changes } = ports
  const leases = createLeaseBook(monotonicMs, setTimer, leaseMsAtStart)
  const acknowledging = new Map<string, Acknowledging>()
  /** Positions that feeds have reached; they never go back. */
  const reached = new Map<string, number>()
  const positionOf = async (sourceId: string) => {
    const { position } = await store.feedBounds(sourceId)
    reached.set(sourceId, position)
    return position
  }

  /** All guards that may decide from memory have applied that much; so has the source. */
  const acknowledge = (sourceId: string, position: number | null) => {
    if (position === null || position <= 0) return
    const known = acknowledging.get(sourceId) ?? { wanted: 0, reached: 0, isUnderWay: false }
    acknowledging.set(sourceId, known)
    known.wanted = Math.max(known.wanted, position)
    if (known.isUnderWay || known.wanted <= known.reached) return
    known.isUnderWay = true
    acknowledgeAll(sourceId, known)
      .catch(onError)
      .finally(() => {
        known.isUnderWay = false
      })
  }
  const acknowledgeAll = async (sourceId: string, known: Acknowledging) => {
    while (known.reached < known.wanted) {
      const { wanted } = known
      const advanced = await store.acknowledgeFeed(sourceId, wanted, clock(), proofBatch)
      announce(advanced)
      if (advanced.length < proofBatch) known.reached = wanted
    }
  }
  const verify = (source: Source, deliveryIds: readonly string[]) => {
    if (deliveryIds.length > 0) verifyAll(source, deliveryIds).catch(onError)
  }
  const verifyAll = async ({ id, backChannel }: Source, deliveryIds: readonly string[]) => {
    const verified = await store.verifyFeed(id, deliveryIds, clock())
    announce(verified)
    if (!backChannel) return
    await proveEnded(
      ports,
      id,
      verified.map(({ sessionId }) => sessionId),
    )
  }
  const announce = (advanced: readonly { readonly closureId: string | null }[]) => {
    const closureIds = Array.from(new Set(advanced.flatMap(({ closureId }) => closureId ?? [])))
    if (closureIds.length > 0) changes.announce({ closureIds })
  }

  return {
    async report(source, { guard, position: applied, verified, leaving }) {
      if (source.channel !== 'guard-feed') throw untold(source)
      if (applied > (reached.get(source.id) ?? 0)) {
        const before = await positionOf(source.id)
        if (applied > before) throw ahead(before)
      }
      leases.applied(source.id, guard, applied)
      if (leaving) {
        acknowledge(source.id, leases.appliedByAll(source.id))
        leases.left(source.id, guard)
      } else {
        leases.grant(source.id, guard, source.leaseMs)
        if (leases.holders(source.id) > mostGuards) {
          leases.left(source.id, guard)
          throw tooManyGuards(source)
        }
        // A guard that is new to the book counts as having applied what it says.
        leases.applied(source.id, guard, applied)
      }
      const position = await positionOf(source.id)
      acknowledge(source.id, leases.appliedByAll(source.id))
      verify(source, verified)
      return { leaseMs: leaving ? 0 : source.leaseMs, position }
    },

    async refusedByGuards(_closureId, sourceIds) {
      await Promise.all(
        sourceIds.map(async (sourceId) => {
          const position = await positionOf(sourceId)
          await leases.refusedEverywhere(sourceId, position)
        }),
      )
    },

    asked(sourceId, sessionId) {
      if (leases.appliedByAll(sourceId) === null) noteAsked(ports, sourceId, sessionId).catch(onError)
      proveEnded(ports, sourceId, [sessionId]).catch(onError)
    },
  }
}

async function noteAsked(
  ports: Pick<RegistryPorts, 'store' | 'changes' | 'clock'>,
  sourceId: string,
  sessionId: string,
): Promise<void> {
  const deliveries = await ports.store.deliveriesOfSession(sessionId)
  const unheard = deliveries.filter(
    ({ feedPosition, recipient, acknowledgedAt }) =>
      feedPosition !== null && recipient === sourceId && acknowledgedAt === null,
  )
  const at = ports.clock()
  await takeSteps(
    ports,
    unheard.map(({ id }) => ({ deliveryId: id, to: 'acknowledged', at })),
  )
}

function untold({ name }: Source): CurfewError {
  const detail = `${name} is not told of closures, so nothing may be decided from memory there. Ask about each session.`
  return new CurfewError('not-permitted', detail)
}

function ahead(position: number): CurfewError {
  const message = `give at most ${position}, the latest position of the feed; connect to the feed again`
  return new CurfewError('invalid-request', `The report cannot be true: position: ${message}. No lease was granted.`, {
    errors: [{ path: 'position', message }],
  })
}

function tooManyGuards({ name }: Source): CurfewError {
  const detail = `${name} has ${mostGuards} guards already. No lease was granted.`
  return new CurfewError('too-many-attempts', detail, { retryAfterSeconds: 10 })
}
