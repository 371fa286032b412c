import type { KeptKey, Source, SourceChanges } from '@curfew/registry'

export function withChanges(source: Source, changes: SourceChanges): Source {
  const changed = { ...source, ...changes }
  return { ...changed, longestLeaseMs: Math.max(source.longestLeaseMs, changed.leaseMs) }
}

/** Whether nobody has changed what is changed as a whole since it was read. */
export function isStillAs(
  source: Source,
  basedOn: Pick<Source, 'radius' | 'backChannel'>,
  changes: SourceChanges,
): boolean {
  const isSame = (name: 'radius' | 'backChannel') =>
    changes[name] === undefined || JSON.stringify(source[name]) === JSON.stringify(basedOn[name])
  return isSame('radius') && isSame('backChannel')
}

/** The keys after one more; of the others, those that are good for some time yet. */
export function withKey(keys: readonly KeptKey[], added: KeptKey, othersExpireAt: Date): readonly KeptKey[] {
  const others = keys
    .map((key) => ({ ...key, expiresAt: earlier(key.expiresAt, othersExpireAt) }))
    .filter(({ expiresAt }) => expiresAt > added.createdAt)
  return [added, ...others]
}

function earlier(expiresAt: Date | null, at: Date): Date {
  return expiresAt !== null && expiresAt < at ? expiresAt : at
}
