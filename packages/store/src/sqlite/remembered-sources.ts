import type { Source } from '@curfew/registry'
import { sql } from 'kysely'
import type { Connection } from './connection.ts'
import { bound } from './query.ts'
import { sourceReads } from './sources.ts'

type SourceReads = ReturnType<typeof sourceReads>

const mostKeys = 1_000
const dataVersion = bound(sql<{ data_version: number }>`PRAGMA data_version`)

/**
 * Sources by the hash of their key, as it is asked for with every call of theirs: remembered until anything at all is
 * written by another connection, which SQLite itself says more quickly than it finds the rows.
 *
 * @see https://www.sqlite.org/pragma.html#pragma_data_version
 */
export function rememberedSources(connection: Connection): SourceReads {
  const reads = sourceReads(connection)
  const known = new Map<string, Source | undefined>()
  let version: number | undefined

  return {
    ...reads,
    sourceByKeyHash(hash) {
      const now = connection.first(dataVersion)?.data_version
      if (now !== version || known.size >= mostKeys) known.clear()
      version = now
      if (!known.has(hash)) known.set(hash, reads.sourceByKeyHash(hash))
      return known.get(hash)
    },
  }
}
