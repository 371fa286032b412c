import type { AccessAudit, AccessPorts } from './ports.ts'

/** Who does something to an administrator. `sessionId` null: a logon, a first start, or an operator's command. */
export type Actor = NonNullable<AccessAudit['actor']>

/** One row of the audit, as of now. `actor` null: nobody who is logged on. */
export function auditOf(
  ports: Pick<AccessPorts, 'clock' | 'newId'>,
  actor: Actor | null,
  act: string,
  target: string,
  detail: AccessAudit['detail'],
): AccessAudit {
  return { id: ports.newId(), at: ports.clock(), actor, act, target, detail }
}
