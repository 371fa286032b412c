import type { Administrator } from '@curfew/access'
import { CurfewError } from '@curfew/contract'
import { type Hold, type HoldSubject, heldError, holdOn, isInForce, keepsOut, ownSource } from '@curfew/registry'
import type { ApiPorts } from './ports.ts'

/**
 * Keep an administrator out of Curfew itself while a hold says so.
 *
 * A super admin is kept out by name alone, and only while another one may come in: a hold on an address is not aimed at
 * them, and nobody may lock the last one out (docs/decisions/0016).
 *
 * @throws CurfewError `held`
 */
export async function refuseHeld(
  ports: Pick<ApiPorts, 'store' | 'clock'>,
  administrator: Pick<Administrator, 'userId' | 'role'>,
  clientAddress: string,
): Promise<void> {
  const now = ports.clock()
  const holds = await ports.store.holdsInForce(now)
  const comer = { userId: administrator.userId, sourceId: ownSource.id, clientAddress }
  const aimed = administrator.role === 'super-admin' ? holds.filter(({ subject }) => subject.kind !== 'address') : holds
  const hold = holdOn(aimed, comer, now)
  if (!hold) return
  if (administrator.role === 'super-admin' && !(await isAnotherInCharge(ports, aimed, now))) return
  throw heldError(hold)
}

/**
 * Refuse holds that would leave no super admin who can log on.
 *
 * @throws CurfewError `last-super-admin`
 */
export async function sparingTheLast(
  ports: Pick<ApiPorts, 'store' | 'clock'>,
  subjects: readonly HoldSubject[],
): Promise<void> {
  const now = ports.clock()
  const wanted = subjects.map((subject) => ({ subject, endsAt: new Date(now.getTime() + 1), liftedAt: null }))
  const aimed = wanted.filter(({ subject }) => subject.kind !== 'address')
  const meant = (await inCharge(ports)).filter((userId) => isAimedAt(aimed, userId, now))
  if (meant.length === 0) return
  if (await isAnotherInCharge(ports, [...(await ports.store.holdsInForce(now)), ...aimed], now)) return
  const detail = `No super admin could log on any more: ${meant.join(', ')}. Nobody is kept out, and nothing was closed. Make somebody else super admin first.`
  throw new CurfewError('last-super-admin', detail)
}

type Aimed = Pick<Hold, 'subject' | 'endsAt' | 'liftedAt'>

async function isAnotherInCharge(ports: Pick<ApiPorts, 'store'>, holds: readonly Aimed[], now: Date): Promise<boolean> {
  return (await inCharge(ports)).some((userId) => !isAimedAt(holds, userId, now))
}

async function inCharge({ store }: Pick<ApiPorts, 'store'>): Promise<readonly string[]> {
  const administrators = await store.administrators()
  return administrators.filter(({ role, disabled }) => role === 'super-admin' && !disabled).map(({ userId }) => userId)
}

function isAimedAt(holds: readonly Aimed[], userId: string, now: Date): boolean {
  const comer = { userId, sourceId: ownSource.id, clientAddress: '' }
  return holds.some((hold) => isInForce(hold, now) && keepsOut(hold, comer))
}
