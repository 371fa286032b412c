import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { type Connection, type ConnectionOptions, openConnection } from './connection.ts'
import { applicationId, refusal } from './directory.ts'
import { resultCodeOf } from './failures.ts'
import { migrate, newestVersion, versionOf } from './migrate.ts'

export type WriterOptions = Omit<ConnectionOptions, 'readOnly'> & {
  /** The file is there and empty. */
  readonly isNew: boolean
}

/** Up to this size every start looks at all of the database (a tenth of a second or two); beyond it, at its outline alone. */
const maxCheckedBytes = 64 * 1024 * 1024

/**
 * Open the database for writing, at the newest version.
 *
 * @throws CurfewError `store-unavailable`: it is damaged or newer than this program, and is left as it is
 */
export function openDatabase({ isNew, ...options }: WriterOptions): Connection {
  const { file } = options
  if (isNew) sign(file)
  let connection: Connection | undefined
  try {
    connection = openConnection({ ...options, readOnly: false })
    check(connection, file)
    migrate(connection, new Date())
    return connection
  } catch (error) {
    connection?.close()
    if (isDamage(error)) throw refusal(file, 'It is damaged.', error)
    throw error
  }
}

/** Before the log is switched on, so that the header of the file itself says whose it is. */
function sign(file: string): void {
  const database = new DatabaseSync(file)
  database.exec(`PRAGMA application_id = ${applicationId}`)
  database.close()
}

function check(connection: Connection, file: string): void {
  const version = versionOf(connection)
  if (version > newestVersion)
    throw refusal(
      file,
      `It was written by a newer Curfew (version ${version} of its tables; this one knows ${newestVersion}).`,
    )
  if (version > 0) connection.first(sql`SELECT number FROM migration LIMIT 1`)
  if (statSync(file).size > maxCheckedBytes) return
  const found = connection.all(sql<{ quick_check: string }>`PRAGMA quick_check(1)`)
  if (found[0]?.quick_check !== 'ok')
    throw refusal(file, `It is damaged: ${found[0]?.quick_check ?? 'it cannot be read'}.`)
}

/** Corrupt, or not a database after all. */
function isDamage(error: unknown): boolean {
  const code = resultCodeOf(error)
  return code === 11 || code === 26
}
