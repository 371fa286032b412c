import type { SourceView } from '@curfew/contract'

/** How a source was heard of last. */
export type LastSeen =
  | { readonly standing: 'seen'; readonly at: Date }
  | { readonly standing: 'never' }
  /** For longer than it should be, with sessions that rely on it; `at` null: since it was registered. */
  | { readonly standing: 'silent'; readonly at: Date | null }

export function lastSeenOf({ lastSeenAt, silent }: Pick<SourceView, 'lastSeenAt' | 'silent'>): LastSeen {
  const at = lastSeenAt === null ? null : new Date(lastSeenAt)
  if (silent) return { standing: 'silent', at }
  return at === null ? { standing: 'never' } : { standing: 'seen', at }
}

/** A key as the page shows it. */
export type KeyStanding = {
  readonly id: string
  readonly isNewest: boolean
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
  /** Null: it is good until it is replaced. */
  readonly expiresAt: Date | null
  readonly hasRunOut: boolean
}

/** Its keys, newest first. */
export function keysOf({ keys }: Pick<SourceView, 'keys'>, now: Date): readonly KeyStanding[] {
  return keys
    .map(({ id, createdAt, expiresAt, lastUsedAt }) => ({
      id,
      createdAt: new Date(createdAt),
      lastUsedAt: lastUsedAt === null ? null : new Date(lastUsedAt),
      expiresAt: expiresAt === null ? null : new Date(expiresAt),
    }))
    .toSorted((one, other) => other.createdAt.getTime() - one.createdAt.getTime())
    .map((key, position) => ({
      ...key,
      isNewest: position === 0,
      hasRunOut: key.expiresAt !== null && key.expiresAt <= now,
    }))
}

/**
 * The earlier key that is still in use while the newest is not, so that the source will be refused when it runs out; the one
 * that goes on longest.
 */
export function earlierKeyInUse(keys: readonly KeyStanding[]): KeyStanding | undefined {
  const [newest, ...earlier] = keys
  if (!newest || newest.lastUsedAt !== null) return undefined
  return earlier
    .filter((key) => !key.hasRunOut && key.lastUsedAt !== null)
    .toSorted((one, other) => (other.expiresAt?.getTime() ?? Infinity) - (one.expiresAt?.getTime() ?? Infinity))[0]
}
