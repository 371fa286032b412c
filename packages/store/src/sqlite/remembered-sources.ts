import type { Source } from '@curfew/registry'
import type { Connection } from './connection.ts'
import { sourceReads } from './sources.ts'

type SourceReads = ReturnType<typeof sourceReads>

const mostKeys = 1_000

/**
 * Sources by the hash of their key, as it is asked for with every call of theirs: remembered until the writer has answered
 * anything at all. Nobody has been told of a change before that, and nobody else writes: the directory is locked.
 *
 * @param answered how often the writer has
 */
export function rememberedSources(connection: Connection, answered: () => number): SourceReads {
  const reads = sourceReads(connection)
  const known = new Map<string, Source | undefined>()
  let version = -1

  return {
    ...reads,
    sourceByKeyHash(hash) {
      const now = answered()
      if (now !== version || known.size >= mostKeys) known.clear()
      version = now
      if (!known.has(hash)) known.set(hash, reads.sourceByKeyHash(hash))
      return known.get(hash)
    },
  }
}
