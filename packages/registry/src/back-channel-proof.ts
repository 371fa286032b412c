import type { RegistryPorts } from './ports.ts'
import { takeSteps } from './receipts.ts'

/**
 * A relying party that was told by back-channel logout has shown that a session is over: its guard refused it, or it asked
 * and was told. Its answer to the logout token alone proves nothing.
 */
export async function proveEnded(
  ports: Pick<RegistryPorts, 'store' | 'changes' | 'clock'>,
  sourceId: string,
  sessionIds: readonly string[],
): Promise<void> {
  const at = ports.clock()
  const deliveries = await Promise.all(sessionIds.map((id) => ports.store.deliveriesOfSession(id)))
  const unproved = deliveries
    .flat()
    .filter((one) => one.channel === 'back-channel' && one.recipient === sourceId && one.verifiedAt === null)
  await takeSteps(
    ports,
    unproved.map(({ id }) => ({ deliveryId: id, to: 'verified', at })),
  )
}
