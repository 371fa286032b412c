/**
 * What happened, as several processes of one machine saw it. Times are milliseconds of the machine's one monotonic clock
 * (`process.hrtime`), which all its processes share.
 */
export type Decided = {
  readonly guard: string
  readonly handle: string
  readonly from: number
  readonly to: number
  readonly outcome: 'accepted' | 'closed' | 'cannot-know'
}
export type Closing = {
  readonly handle: string
  /** When it was ordered, and when OK had been heard. */
  readonly orderedAt: number
  readonly okAt: number
  /** When *refused everywhere* had been heard; undefined: never within the run. */
  readonly refusedEverywhereAt: number | undefined
}
/** A time in which nothing was cut or killed, and had not been for long enough to matter. */
export type Calm = { readonly from: number; readonly to: number }
export type History = {
  readonly leaseMs: number
  readonly decisions: readonly Decided[]
  readonly closings: readonly Closing[]
  readonly calms: readonly Calm[]
}

export type Verdict = {
  /** Accepted by a decision that began after *refused everywhere* had been heard. */
  readonly afterRefusedEverywhere: readonly Decided[]
  /** Accepted by a decision that began later than one lease after OK had been heard. */
  readonly laterThanOneLease: readonly Decided[]
  /** Refused although nobody had ordered its closing, while all was well. */
  readonly openButRefused: readonly Decided[]
  readonly accepted: number
  readonly refused: number
  readonly notKnown: number
}

/** Judge every decision against the closure of its session. Sound: what it reports really happened. */
export function judge({ leaseMs, decisions, closings, calms }: History): Verdict {
  const closingOf = new Map(closings.map((closing) => [closing.handle, closing]))
  const accepted = decisions.filter(({ outcome }) => outcome === 'accepted')
  const refused = decisions.filter(({ outcome }) => outcome !== 'accepted')
  const isCalm = ({ from, to }: Decided) => calms.some((calm) => calm.from <= from && to <= calm.to)
  return {
    afterRefusedEverywhere: accepted.filter(
      ({ handle, from }) => from > (closingOf.get(handle)?.refusedEverywhereAt ?? Number.POSITIVE_INFINITY),
    ),
    laterThanOneLease: accepted.filter(
      ({ handle, from }) => from > (closingOf.get(handle)?.okAt ?? Number.POSITIVE_INFINITY) + leaseMs,
    ),
    openButRefused: refused.filter(
      (decided) =>
        isCalm(decided) && decided.to < (closingOf.get(decided.handle)?.orderedAt ?? Number.POSITIVE_INFINITY),
    ),
    accepted: accepted.length,
    refused: refused.filter(({ outcome }) => outcome === 'closed').length,
    notKnown: refused.filter(({ outcome }) => outcome === 'cannot-know').length,
  }
}

/** Now, on the clock that all processes of this machine share. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}
