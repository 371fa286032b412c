import type { Attempts } from './ports.ts'

/** How failed logons under one key slow the next attempt down. */
export type Rule = {
  /** So many failures cost nothing. */
  readonly free: number
  /** The wait after the last free failure; it doubles with each further one. */
  readonly firstWaitSeconds: number
  readonly longestWaitSeconds: number
}

/**
 * Each attempt is counted under three keys. See docs/decisions/0005-logon-throttling.md for why these figures.
 *
 * `userAtAddress` is the real brake. `user` and `address` stop guessing that is spread over addresses or over users;
 * they wait a minute at most, and not at all where the user has logged on before.
 */
export const rules = {
  userAtAddress: { free: 5, firstWaitSeconds: 5, longestWaitSeconds: 300 },
  user: { free: 10, firstWaitSeconds: 5, longestWaitSeconds: 60 },
  address: { free: 30, firstWaitSeconds: 5, longestWaitSeconds: 60 },
} as const satisfies Record<string, Rule>

/** Failures are forgotten when so long nothing failed under their key. */
export const memorySeconds = 3_600
/** So long after a logon from an address that address counts as one of the user's own. */
export const familiarSeconds = 30 * 86_400
/** For one whose turn has not come because others are being verified; they take a fraction of that. */
const waitForOthersMs = 1_000

export function isForgotten(attempts: Attempts, now: Date): boolean {
  return now.getTime() - attempts.lastFailureAt.getTime() >= memorySeconds * 1_000
}

/**
 * How long an attempt must wait, in milliseconds; 0 when it may be made.
 *
 * @param ahead attempts under the same key that are being verified now; until they are judged they count as failed, or
 *   a thousand at once would all be free
 */
export function waitMs(rule: Rule, attempts: Attempts | undefined, ahead: number, now: Date): number {
  const failures = attempts && !isForgotten(attempts, now) ? attempts.failures : 0
  if (failures + ahead < rule.free) return 0
  if (!attempts || failures < rule.free) return waitForOthersMs

  const longestMs = rule.longestWaitSeconds * 1_000
  const stepMs = Math.min(longestMs, rule.firstWaitSeconds * 1_000 * 2 ** (failures - rule.free))
  const sinceMs = Math.max(0, now.getTime() - attempts.lastFailureAt.getTime())
  const restMs = Math.max(0, stepMs - sinceMs)
  return restMs === 0 && ahead > 0 ? waitForOthersMs : restMs
}

/**
 * The part of an address that one household or office holds: all of an IPv4 address, the first 64 bits of an IPv6 one
 * (RFC 6177: a single site has at least as much, so counting whole addresses would count nothing).
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped) return mapped[1] ?? address
  if (!address.includes(':')) return address
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::')
  const headGroups = head === '' ? [] : head.split(':')
  const tailGroups = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - headGroups.length - tailGroups.length)
  const groups = [...headGroups, ...Array<string>(zeros).fill('0'), ...tailGroups]
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
