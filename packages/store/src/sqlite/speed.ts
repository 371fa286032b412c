import { type DeliveryStore, mostTimed, speedOf, type Timed } from '@curfew/registry'
import { sql } from 'kysely'
import { writeAudit } from './audit.ts'
import type { Connection } from './connection.ts'
import type { DeliveryTable, SessionTable } from './schema.ts'
import { timeOrNull } from './session-rows.ts'
import { readSetting, writeSetting } from './settings.ts'
import type { Synchronous } from './synchronous.ts'

type Deliveries = Synchronous<DeliveryStore>

const targetName = 'speed-target-seconds'

type Row = Pick<DeliveryTable, 'stored_at' | 'acknowledged_at' | 'verified_at'> & Pick<SessionTable, 'kind' | 'source'>

/** Reads many rows: for a thread that may take its time. */
export function speedReads(connection: Connection): Pick<Deliveries, 'speed'> {
  return {
    speed(from, targetMs) {
      const rows = connection.each(sql<Row>`
        SELECT d.stored_at, d.acknowledged_at, d.verified_at, s.kind, s.source
        FROM delivery AS d INDEXED BY delivery_by_time CROSS JOIN session AS s ON s.id = d.session_id
        WHERE d.closure_id IS NOT NULL AND d.stored_at >= ${from.getTime()}
        ORDER BY d.stored_at DESC LIMIT ${mostTimed + 1}`)
      return speedOf(timedOf(rows), targetMs)
    },
  }
}

export function speedTarget(connection: Connection): number | null {
  const kept = readSetting(connection, targetName)
  return kept === undefined ? null : Number(kept)
}

export function speedWrites(connection: Connection): Pick<Deliveries, 'setSpeedTarget'> {
  return {
    setSpeedTarget(seconds, audit) {
      writeSetting(connection, targetName, String(seconds))
      writeAudit(connection, [audit])
    },
  }
}

function* timedOf(rows: Iterable<Row>): Iterable<Timed> {
  for (const { kind, source, stored_at, acknowledged_at, verified_at } of rows)
    yield {
      kind,
      source,
      storedAt: new Date(stored_at),
      acknowledgedAt: timeOrNull(acknowledged_at),
      verifiedAt: timeOrNull(verified_at),
    }
}
