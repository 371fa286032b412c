import type { Source } from '@curfew/registry'
import type { Connection } from './connection.ts'
import { sourceReads } from './sources.ts'

type SourceReads = ReturnType<typeof sourceReads>

const mostRemembered = 1_000

/**
 * Sources by their id and by the hash of their key, as they are asked for with every call of theirs and with every session
 * that they are told of: remembered until the writer has answered to a change of any. Nobody has been told of it before that,
 * and nobody else writes: the directory is locked.
 *
 * @param changes how often the writer has
 */
export function rememberedSources(connection: Connection, changes: () => number): SourceReads {
  const reads = sourceReads(connection)
  const known = new Map<string, Source | undefined>()
  let version = -1
  const remembered = (name: string, read: () => Source | undefined) => {
    const now = changes()
    if (now !== version || known.size >= mostRemembered) known.clear()
    version = now
    if (!known.has(name)) known.set(name, read())
    return known.get(name)
  }

  return {
    ...reads,
    sourceById: (id) => remembered(`id ${id}`, () => reads.sourceById(id)),
    sourceByKeyHash: (hash) => remembered(`key ${hash}`, () => reads.sourceByKeyHash(hash)),
  }
}
