/** When to send again, in milliseconds. */
export type Retransmission = {
  readonly firstWaitMs: number
  readonly longestWaitMs: number
  /** No answer by then: unreachable, for this attempt. */
  readonly giveUpAfterMs: number
  /** A request whose Event-Timestamp is older than this is composed anew, with a new identifier and authenticator. */
  readonly renewAfterMs: number
  /** How often a NAS that is too busy (506) is asked again within one attempt. */
  readonly maxBusyRetries: number
}

/**
 * As RFC 5080 §2.2.1 has it, but sooner: an administrator is waiting. The timestamp stays well inside the 300 s of
 * RFC 5176 §6.3.
 */
export const usualRetransmission: Retransmission = {
  firstWaitMs: 1_000,
  longestWaitMs: 8_000,
  giveUpAfterMs: 30_000,
  renewAfterMs: 60_000,
  maxBusyRetries: 3,
}

/**
 * How long to wait for an answer: twice as long each time, a tenth more or less by chance, so that those that were sent
 * together do not come back together.
 *
 * @param previousMs the wait before; 0: this is the first
 * @param chance from 0 to below 1
 */
export function nextWaitMs(
  previousMs: number,
  chance: number,
  { firstWaitMs, longestWaitMs }: Pick<Retransmission, 'firstWaitMs' | 'longestWaitMs'>,
): number {
  const spread = 0.2 * chance - 0.1
  const doubled = previousMs === 0 ? firstWaitMs * (1 + spread) : previousMs * (2 + spread)
  return doubled <= longestWaitMs ? doubled : longestWaitMs * (1 + spread)
}
