import { auditEntry } from './audit.ts'
import type { Actor, RetryOf } from './closing.ts'
import { batchSize } from './end.ts'
import type { RegistryPorts } from './ports.ts'

export type RetryPorts = Pick<RegistryPorts, 'store' | 'clock' | 'newId' | 'wakeDeliveries' | 'changes'>

/**
 * Try again at once what could not be told, also what was given up, in transactions of 1,000. Writes the audit, once.
 *
 * @param target what it is in the audit
 * @returns how many
 */
export async function retry(
  ports: RetryPorts,
  wanted: readonly RetryOf[],
  target: string,
  actor: Actor,
): Promise<number> {
  let deliveries = 0
  for (const which of wanted) deliveries += await retryOne(ports, which)
  await ports.store.writeAudit([auditEntry(ports, actor, 'deliveries-retried', target, { deliveries })])
  return deliveries
}

async function retryOne(ports: RetryPorts, which: RetryOf): Promise<number> {
  const at = ports.clock()
  let deliveries = 0
  for (;;) {
    const { retried, closureIds } = await ports.store.retryDeliveries(which, at, batchSize)
    deliveries += retried
    ports.wakeDeliveries(which)
    if (closureIds.length > 0) ports.changes.announce({ closureIds })
    if (retried < batchSize) return deliveries
  }
}
