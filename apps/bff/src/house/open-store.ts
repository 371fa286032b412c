import { openSqliteStore } from '@curfew/store'
import type { AskedBookkeeping, Bookkeeping } from './radius/bookkeeping.ts'

export type OpenedStore = {
  readonly store: Omit<Awaited<ReturnType<typeof openSqliteStore>>, 'inWriter'>
  readonly bookkeeping: AskedBookkeeping
}

/** The store of a data directory, with accounting kept in the thread that writes. @throws CurfewError as `openSqliteStore` */
export async function openStore(directory: string): Promise<OpenedStore> {
  const writer = new URL('./radius/accounting-writer.ts', import.meta.url)
  const store = await openSqliteStore<Bookkeeping>({ directory, writer })
  return {
    store,
    bookkeeping: {
      hear: (events) => store.inWriter('hear', events),
      endPage: (restart, after) => store.inWriter('endPage', restart, after),
    },
  }
}
