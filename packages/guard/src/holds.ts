import type { FeedHolds } from '@curfew/contract'

/** Somebody is kept out for a while. */
export type Held = { readonly until: Date; readonly messageToUser: string | null }

/** Curfew refuses this session because a hold keeps its user or its address out: do not log the user on. */
export class SessionHeld extends Error {
  /** When the hold ends by itself; null: Curfew did not say. */
  readonly until: Date | null
  readonly messageToUser: string | null
  constructor(detail: string, until: Date | null, messageToUser: string | null) {
    super(`Curfew keeps this user out: ${detail}`)
    this.name = 'SessionHeld'
    this.until = until
    this.messageToUser = messageToUser
  }
}

/**
 * Who is kept out, as the feed said last. Each hold ends by itself here, counted on a clock that is never set. Addresses are
 * compared as they are written: a network, and another spelling, are for Curfew to judge.
 */
export interface Holds {
  replace(told: FeedHolds): void
  /** The hold that lasts longest; null: none is known here. */
  on(comer: { readonly userId: string; readonly clientAddress?: string | undefined }): Held | null
}

export function createHolds(monotonicMs: () => number = () => performance.now()): Holds {
  let holds: readonly {
    userId?: string | undefined
    address?: string | undefined
    endsAtMs: number
    messageToUser: string | null
  }[] = []

  return {
    replace(told) {
      const now = monotonicMs()
      holds = told.holds.map(({ endsInMs, ...hold }) => ({ ...hold, endsAtMs: now + endsInMs }))
    },
    on({ userId, clientAddress }) {
      const now = monotonicMs()
      const [longest] = holds
        .filter((hold) => hold.endsAtMs > now)
        .filter((hold) => hold.userId === userId || (hold.address !== undefined && hold.address === clientAddress))
        .toSorted((one, other) => other.endsAtMs - one.endsAtMs)
      if (!longest) return null
      return { until: new Date(Date.now() + longest.endsAtMs - now), messageToUser: longest.messageToUser }
    },
  }
}
