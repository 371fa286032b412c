import { CurfewError } from '@curfew/contract'

/** SQLite's primary result codes that mean that the store, not the question, is at fault; and what to do about each. */
const outages: ReadonlyMap<number, string> = new Map([
  [5, 'The database is held by another program. Nothing was changed; repeat it.'],
  [6, 'The database is held by another program. Nothing was changed; repeat it.'],
  [7, 'There is not enough memory. Nothing was changed; repeat it.'],
  [8, 'The database may not be written. Nothing was changed; check the rights on the data directory.'],
  [10, 'The disk reported an error. Nothing was changed; check the disk, then repeat it.'],
  [11, 'The database is damaged. Nothing was changed; stop Curfew and bring back a backup.'],
  [13, 'The disk is full. Nothing was changed; make room, then repeat it.'],
  [14, 'The database cannot be opened. Nothing was changed; check the data directory.'],
  [15, 'The database is held by another program. Nothing was changed; repeat it.'],
  [26, 'The database is damaged. Nothing was changed; stop Curfew and bring back a backup.'],
])

/** What was thrown, in our own words where the store is unavailable; a fault of ours stays what it is. */
export function asFailure(thrown: unknown): unknown {
  const outage = outages.get(resultCodeOf(thrown) ?? -1)
  return outage ? unavailable(outage, thrown) : thrown
}

export function unavailable(detail: string, cause?: unknown): CurfewError {
  return new CurfewError('store-unavailable', detail, {}, { cause })
}

/** The primary result code; an extended one has more in its upper bytes. */
export function resultCodeOf(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !('errcode' in thrown) || typeof thrown.errcode !== 'number') return undefined
  return thrown.errcode & 0xff
}
