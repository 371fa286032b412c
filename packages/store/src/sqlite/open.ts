import { join } from 'node:path'
import { assembleStore, type SqliteStore } from './assemble.ts'
import { openConnection } from './connection.ts'
import { databaseName, inspectDatabase, lockDirectory, prepareDirectory } from './directory.ts'
import { asFailure } from './failures.ts'
import type { ReaderActs } from './reader.ts'
import type { Acts } from './serve.ts'
import { trust } from './trust.ts'
import { type StoreWorker, startWorker } from './worker.ts'
import type { WriterActs } from './writer.ts'

export type SqliteStoreOptions = {
  /** Made when it is not there, for its owner's eyes alone. */
  readonly directory: string
  /** Threads that read. With two or more, summaries and exports keep no page waiting. */
  readonly readOnlyWorkers?: number
  /** Memory for pages of the database, for each of the threads. */
  readonly cacheMiB?: number
  /** When a search gathers and when it walks; tests make it small. See docs/decisions/0003. */
  readonly fewSessions?: number
  /**
   * The file of the thread that writes, when it is to do more: it calls `serveWriter` of `@curfew/store/writer` with acts that
   * `inWriter` then asks for. Left out: nothing more.
   */
  readonly writer?: URL
  /** The database may not grow beyond this, as if the disk were full. */
  readonly maxPages?: number
}

/** A store whose writer does more. */
export type WithActs<More extends Acts> = {
  /** Ask for an act of the writer's file; it has a transaction to itself or shares one. */
  readonly inWriter: StoreWorker<More>['ask']
}

/**
 * Open the store of a data directory, and hold that directory for this process.
 *
 * One thread writes, others read; this one only looks up single rows. What a call has written is durable when it
 * resolves, and every read that is asked for after that sees it.
 *
 * @typeParam More the acts of `options.writer`
 * @throws CurfewError `store-unavailable`: another process has the directory, or its database is damaged, newer than this
 *   program or not Curfew's. Nothing was changed.
 */
export async function openSqliteStore<More extends Acts = Record<string, never>>(
  options: SqliteStoreOptions,
): Promise<SqliteStore & WithActs<More>> {
  const { directory, readOnlyWorkers = 2, cacheMiB = 64, fewSessions = 12_000, maxPages } = options
  const { writer: writerFile = new URL('./writer-worker.ts', import.meta.url) } = options
  const file = join(directory, databaseName)
  const tuning = { file, cacheMiB, fewSessions }
  const held: (() => unknown)[] = []
  const letGo = async () => {
    for (const release of held.splice(0).reverse()) await release()
  }
  try {
    await prepareDirectory(directory)
    held.push(lockDirectory(directory))
    const isNew = (await inspectDatabase(directory)) === 'new'

    // Side by side: loading a thread takes longer than what it then has to do.
    const writing = startWorker<WriterActs>(writerFile, {
      ...tuning,
      isNew,
      ...(maxPages !== undefined && { maxPages }),
    })
    const reading = Array.from({ length: Math.max(1, readOnlyWorkers) }, () =>
      startWorker<ReaderActs>(new URL('./reader-worker.ts', import.meta.url), tuning),
    )
    // The writer is let go last of all: what it closes nobody has open any more.
    held.push(...[writing, ...reading].map((starting) => () => closeStarted(starting)))
    await Promise.allSettled([writing, ...reading])
    const writer = await writing
    const readers = await Promise.all(reading)
    const connection = openConnection({ file, readOnly: true, cacheMiB: 8, fewSessions })
    held.push(() => connection.close())
    const store = assembleStore({ writer, readers, connection, close: letGo })
    const doingMore = trust<StoreWorker<More>>(writer)
    return { ...store, inWriter: (name, ...words) => doingMore.ask(name, ...words) }
  } catch (error) {
    await letGo()
    throw asFailure(error)
  }
}

/** One that could not be started has nothing to be closed. */
function closeStarted(starting: Promise<{ close(): Promise<void> }>): Promise<void> {
  return starting.then(
    (thread) => thread.close(),
    () => undefined,
  )
}
