import { CurfewError } from '@curfew/contract'
import { type Actor, type Hold, liftHold, type RegistryPorts } from '@curfew/registry'
import type { HoldOrder } from './order.ts'
import { table } from './table.ts'

type Ports = Pick<RegistryPorts, 'store' | 'changes' | 'clock' | 'newId'>

/** Do what an operator asked for about holds. @returns lines for the terminal @throws CurfewError a refusal */
export async function carryOutHold(ports: Ports, order: HoldOrder, actor: Actor): Promise<string[]> {
  const inForce = await ports.store.holdsInForce(ports.clock())
  if (order.act === 'list-holds') return listed(inForce)
  const meant = inForce.filter(({ id, subject }) => id === order.whom || whoOf(subject) === order.whom)
  if (meant.length === 0) {
    const why = `No hold on "${order.whom}" is in force. User IDs are case sensitive. Nothing was changed.`
    throw new CurfewError('not-found', why)
  }
  for (const { id } of meant) await liftHold(ports, id, actor)
  return meant.map((hold) => `Lifted the hold on ${whoOf(hold.subject)} (${whereOf(hold.subject)}).`)
}

function listed(holds: readonly Hold[]): string[] {
  if (holds.length === 0) return ['Nobody is kept out.']
  return table(
    ['WHO', 'WHERE', 'UNTIL', 'BY', 'REASON'],
    holds.map(({ subject, endsAt, heldBy, reason }) => [
      whoOf(subject),
      whereOf(subject),
      endsAt.toISOString(),
      heldBy?.userId ?? 'no administrator',
      reason,
    ]),
  )
}

function whoOf(subject: Hold['subject']): string {
  return subject.kind === 'address' ? subject.address : subject.userId
}

function whereOf(subject: Hold['subject']): string {
  return subject.kind === 'user-at-source' ? `at ${subject.source}` : 'everywhere'
}
