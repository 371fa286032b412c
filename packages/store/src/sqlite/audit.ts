import type { AccessAudit } from '@curfew/access'
import type { AuditEntry } from '@curfew/registry'
import type { Connection } from './connection.ts'
import { prepare, query, type SqlValue } from './query.ts'
import type { AuditTable } from './schema.ts'

/** The one place where audit rows are written, always in the transaction of the act that they tell of. */
export function writeAudit(connection: Connection, entries: readonly (AuditEntry | AccessAudit)[]): void {
  for (const { id, at, actor, act, target, detail } of entries)
    connection.run(
      insertEntry({
        id,
        at: at.getTime(),
        actor_user_id: actor?.userId ?? null,
        actor_first_name: actor?.firstName ?? null,
        actor_last_name: actor?.lastName ?? null,
        actor_session_id: actor?.sessionId ?? null,
        act,
        target,
        detail: JSON.stringify(detail),
      }),
    )
}

const insertEntry = prepare<AuditTable & Record<string, SqlValue>, object>((row) =>
  query.insertInto('audit').values({
    id: row.id,
    at: row.at,
    actor_user_id: row.actor_user_id,
    actor_first_name: row.actor_first_name,
    actor_last_name: row.actor_last_name,
    actor_session_id: row.actor_session_id,
    act: row.act,
    target: row.target,
    detail: row.detail,
  }),
)
