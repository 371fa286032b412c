import { auditEntry } from './audit.ts'
import type { Actor, RetryOf } from './closing.ts'
import { batchSize } from './end.ts'
import type { RegistryPorts } from './ports.ts'

export type RetryPorts = Pick<RegistryPorts, 'store' | 'clock' | 'newId' | 'wakeDeliveries' | 'changes'>

/**
 * Try again at once what could not be told, also what was given up, in transactions of 1,000. Writes the audit.
 *
 * @param target what it is in the audit
 * @returns how many
 */
export async function retry(ports: RetryPorts, which: RetryOf, target: string, actor: Actor): Promise<number> {
  const at = ports.clock()
  let deliveries = 0
  for (;;) {
    const { retried, closureIds } = await ports.store.retryDeliveries(which, at, batchSize)
    deliveries += retried
    ports.wakeDeliveries()
    if (closureIds.length > 0) ports.changes.announce({ closureIds })
    if (retried < batchSize) break
  }
  await ports.store.writeAudit([auditEntry(ports, actor, 'deliveries-retried', target, { deliveries })])
  return deliveries
}
