import type { AccountingBatch, RegistryStore } from '@curfew/registry'
import { accountingLookups, accountingReads } from './accounting-reads.ts'
import { packBatch } from './accounting-rows.ts'
import type { accountingWrites } from './accounting-writes.ts'
import type { Connection } from './connection.ts'
import { holdsInForce, settings } from './holds.ts'
import { rememberedSources } from './remembered-sources.ts'
import type { Synchronous } from './synchronous.ts'

/** What a decision may read and write in the transaction that it is made in; each call is done when it returns. */
export type Books = Synchronous<
  Pick<
    RegistryStore,
    'knownToAccounting' | 'keepAccounting' | 'sessionsOfNas' | 'sourceById' | 'settings' | 'holdsInForce'
  >
>

/** The writer's own, for whoever decides in its thread. */
export type WritersBooks = Books & {
  /** Forget what is remembered of sources: it is about to change, or what was written is undone. */
  distrust(): void
}

export function writersBooks(
  connection: Connection,
  { keepAccounting }: Pick<ReturnType<typeof accountingWrites>, 'keepAccounting'>,
): WritersBooks {
  let changes = 0
  const { sourceById } = rememberedSources(connection, () => changes)
  return {
    ...accountingLookups(connection),
    ...accountingReads(connection),
    keepAccounting: (batch: AccountingBatch) => keepAccounting(packBatch(batch)),
    sourceById,
    settings: () => settings(connection),
    holdsInForce: (now) => holdsInForce(connection, now),
    distrust() {
      changes += 1
    },
  }
}
