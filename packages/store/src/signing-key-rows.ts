import type { SigningKey } from '@curfew/registry'

/**
 * The keys after one more, newest first; of the others of its algorithm those that are still published.
 *
 * @returns undefined: the newest of its algorithm is not the one that it is meant to take the place of
 */
export function withSigningKey(
  keys: readonly SigningKey[],
  added: SigningKey,
  inPlaceOf: string | null,
  othersUntil: Date,
): readonly SigningKey[] | undefined {
  const isOther = ({ algorithm }: SigningKey) => algorithm === added.algorithm
  if ((keys.find(isOther)?.id ?? null) !== inPlaceOf) return undefined
  const others = keys.map((key) =>
    isOther(key) ? { ...key, publishedUntil: earlier(key.publishedUntil, othersUntil) } : key,
  )
  return [added, ...others.filter(({ publishedUntil }) => publishedUntil === null || publishedUntil > added.createdAt)]
}

function earlier(until: Date | null, at: Date): Date {
  return until !== null && until < at ? until : at
}
