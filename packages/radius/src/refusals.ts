import type { AccountingRefusal } from '@curfew/contract'
import type { Clock } from './timer.ts'

/** Why a packet got no answer. */
export type RefusalReason = AccountingRefusal

/** What came from an address and got no answer, since the process started. */
export type Refusal = {
  readonly address: string
  readonly reason: RefusalReason
  readonly count: number
  readonly firstAt: Date
  readonly lastAt: Date
  /** What was wrong with the last one; empty when the reason says it all. */
  readonly detail: string
}

/** For a log line: `count` is how many came since the last notice of the same kind. */
export type RefusalNotice = Refusal & { readonly sinceLastNotice: number }

export type Refusals = {
  note(address: string, reason: RefusalReason, detail?: string): void
  /** The latest first. */
  list(): readonly Refusal[]
  /** How many for each reason, also of addresses that are forgotten. */
  totals(): Readonly<Record<RefusalReason, number>>
}

export type RefusalOptions = {
  readonly clock: Clock
  readonly onNotice: (notice: RefusalNotice) => void
  /** Addresses can be forged: of more than these, the one that was silent for longest is forgotten. */
  readonly maxKept: number
  /** One address and reason is told of at most so often… */
  readonly noticeEveryMs: number
  /** …and all together at most so often within that time. */
  readonly maxNotices: number
}

type Tally = { -readonly [Key in keyof Refusal]: Refusal[Key] } & { noticedAtMs: number; unnoticed: number }

/** Count what is refused, and tell of it now and then. A flood of forged addresses fills neither memory nor the log. */
export function createRefusals({ clock, onNotice, maxKept, noticeEveryMs, maxNotices }: RefusalOptions): Refusals {
  /** The longest silent first. */
  const tallies = new Map<string, Tally>()
  const totals = zeroes()
  let spell = { sinceMs: Number.NEGATIVE_INFINITY, notices: 0 }

  const mayNotice = (nowMs: number, tally: Tally) => {
    if (nowMs - tally.noticedAtMs < noticeEveryMs) return false
    if (nowMs - spell.sinceMs >= noticeEveryMs) spell = { sinceMs: nowMs, notices: 0 }
    if (spell.notices >= maxNotices) return false
    spell.notices += 1
    return true
  }
  const tallyOf = (address: string, reason: RefusalReason, now: Date): Tally => {
    const key = `${reason} ${address}`
    const known = tallies.get(key)
    tallies.delete(key)
    const [silent] = tallies.keys()
    if (known === undefined && tallies.size >= maxKept && silent !== undefined) tallies.delete(silent)
    const none = {
      count: 0,
      firstAt: now,
      lastAt: now,
      detail: '',
      noticedAtMs: Number.NEGATIVE_INFINITY,
      unnoticed: 0,
    }
    const tally = known ?? { address, reason, ...none }
    tallies.set(key, tally)
    return tally
  }

  return {
    note(address, reason, detail = '') {
      const now = clock()
      const tally = tallyOf(address, reason, now)
      totals[reason] += 1
      tally.count += 1
      tally.unnoticed += 1
      tally.lastAt = now
      tally.detail = detail
      if (!mayNotice(now.getTime(), tally)) return
      onNotice({ ...refusalIn(tally), sinceLastNotice: tally.unnoticed })
      tally.noticedAtMs = now.getTime()
      tally.unnoticed = 0
    },
    list: () => [...tallies.values()].reverse().map(refusalIn),
    totals: () => ({ ...totals }),
  }
}

function zeroes(): Record<RefusalReason, number> {
  const none = { 'unknown-nas': 0, 'wrong-secret': 0, 'no-message-authenticator': 0, malformed: 0 }
  return { ...none, 'unexpected-code': 0, 'too-many-waiting': 0, 'not-stored': 0 }
}

function refusalIn({ address, reason, count, firstAt, lastAt, detail }: Tally): Refusal {
  return { address, reason, count, firstAt, lastAt, detail }
}
