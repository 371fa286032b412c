import { stat } from 'node:fs/promises'
import { openSqliteStore } from '@curfew/store'
import { type Contents, claimDataDirectory } from '../data-directory.ts'
import { furnish } from '../house/ports.ts'
import { createLog } from '../log.ts'
import { StartError } from '../start-error.ts'
import { carryOut } from './carry-out.ts'
import type { Order, OrderAnswer } from './order.ts'

/**
 * Carry an order out on a data directory on which nothing runs. Sessions that it ends are ended at once; whoever must hear of
 * it is told at the next start.
 *
 * @throws StartError, CurfewError in a sentence: there is no such directory, or it cannot be opened
 */
export async function carryOutAlone(dataDirectory: string, order: Order, contents: Contents): Promise<OrderAnswer> {
  await stat(dataDirectory).catch((cause: unknown) => {
    throw new StartError(
      `There is no data directory ${dataDirectory} yet. Start Curfew once, or set CURFEW_DATA_DIR to the one that it uses.`,
      { cause },
    )
  })
  await claimDataDirectory(dataDirectory, contents)
  // Nobody else reads meanwhile, and a second thread would only have to be started.
  const store = await openSqliteStore({ directory: dataDirectory, readOnlyWorkers: 1 })
  const house = furnish(store, createLog('warn'))
  try {
    return await carryOut(house.ports, order)
  } finally {
    await house.end()
  }
}
