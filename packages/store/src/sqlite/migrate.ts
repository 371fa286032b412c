import { sql } from 'kysely'
import type { Connection } from './connection.ts'
import { sessions } from './migrations/0001-sessions.ts'
import { words } from './migrations/0002-words.ts'
import { tallies } from './migrations/0003-tallies.ts'
import { closing } from './migrations/0004-closing.ts'
import { administrators } from './migrations/0005-administrators.ts'
import { sources } from './migrations/0006-sources.ts'
import { nases } from './migrations/0007-nases.ts'
import { reasons } from './migrations/0008-reasons.ts'
import { queues } from './migrations/0009-queues.ts'
import { webhooks } from './migrations/0010-webhooks.ts'
import { backChannel } from './migrations/0011-back-channel.ts'
import { accounting } from './migrations/0012-accounting.ts'
import { holds } from './migrations/0013-holds.ts'
import { signals } from './migrations/0014-signals.ts'
import { speed } from './migrations/0015-speed.ts'
import { stillOnline } from './migrations/0016-still-online.ts'
import { gridByNumber } from './migrations/0017-grid-by-number.ts'
import { stillOnlineByClosure } from './migrations/0018-still-online-by-closure.ts'
import { usersAtAGlance } from './migrations/0019-users-at-a-glance.ts'

/** One step of the schema. What is released is never changed again; a mistake is mended by a further step. */
export type Migration = {
  /** 1, 2, 3, … without gaps. */
  readonly number: number
  readonly name: string
  readonly up: (connection: Connection) => void
}

export const migrations: readonly Migration[] = [
  sessions,
  words,
  tallies,
  closing,
  administrators,
  sources,
  nases,
  reasons,
  queues,
  webhooks,
  backChannel,
  accounting,
  holds,
  signals,
  speed,
  stillOnline,
  gridByNumber,
  stillOnlineByClosure,
  usersAtAGlance,
]

/** The version that this program writes. */
export const newestVersion = migrations.length

export function versionOf(connection: Connection): number {
  return connection.first(sql<{ user_version: number }>`PRAGMA user_version`)?.user_version ?? 0
}

/**
 * Bring the schema from whatever version it is at up to the last of `steps`, each step in one transaction: a step that
 * fails, for want of room perhaps, leaves the version before it whole.
 *
 * @returns the names of the steps that were taken
 */
export function migrate(connection: Connection, at: Date, steps: readonly Migration[] = migrations): string[] {
  const version = versionOf(connection)
  const due = steps.filter(({ number }) => number > version)
  for (const step of due) {
    connection.exec('BEGIN IMMEDIATE')
    try {
      connection.exec('CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT, at INTEGER) STRICT')
      step.up(connection)
      connection.run(sql`INSERT INTO migration VALUES (${step.number}, ${step.name}, ${at.getTime()})`)
      connection.exec(`PRAGMA user_version = ${step.number}`)
      connection.exec('COMMIT')
    } catch (error) {
      if (connection.isInTransaction) connection.exec('ROLLBACK')
      throw error
    }
  }
  return due.map(({ name }) => name)
}
