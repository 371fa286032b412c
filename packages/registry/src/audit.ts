import type { Actor, AuditEntry } from './closing.ts'
import type { RegistryPorts } from './ports.ts'

/** One row of the audit, made where the act is ordered and written in the act's own transaction. */
export function auditEntry(
  { clock, newId }: Pick<RegistryPorts, 'clock' | 'newId'>,
  actor: Actor | null,
  act: string,
  target: string,
  detail: AuditEntry['detail'],
): AuditEntry {
  return { id: newId(), at: clock(), actor, act, target, detail }
}
