import { chmod, mkdir, open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { resultCodeOf, unavailable } from './failures.ts'

export const databaseName = 'curfew.sqlite'
const lockName = 'lock.sqlite'

/** In the header of every database of ours: "Curf". */
export const applicationId = 0x43757266

/**
 * Make the data directory ready: for its owner's eyes alone when it is new or empty; the database file likewise. Files
 * that SQLite puts beside it take over its mode.
 */
export async function prepareDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  if ((await readdir(directory)).length === 0) await chmod(directory, 0o700)
  for (const name of [lockName, databaseName]) {
    const file = await open(join(directory, name), 'a', 0o600)
    await file.close()
  }
}

/**
 * Hold the data directory for this process. The operating system lets go when the process ends, however it ends.
 *
 * @returns lets go
 * @throws CurfewError `store-unavailable`: another process holds it
 */
export function lockDirectory(directory: string): () => void {
  const lock = new DatabaseSync(join(directory, lockName), { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (resultCodeOf(error) !== 5) throw error
    throw unavailable(
      `Another Curfew is running on the data directory ${directory}. Stop it first, or give this one a data directory of its own (CURFEW_DATA_DIR).`,
      error,
    )
  }
  return () => lock.close()
}

/**
 * Look at the database file without SQLite, which would begin to repair what it opens.
 *
 * @returns whether there is anything in it yet
 * @throws CurfewError `store-unavailable`: it is not a database, not one of Curfew's, or cut short
 */
export async function inspectDatabase(directory: string): Promise<'new' | 'existing'> {
  const path = join(directory, databaseName)
  const { size } = await stat(path)
  if (size === 0) return 'new'
  const header = await readHeader(path)
  if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0')
    throw refusal(path, 'It is damaged, or no database at all.')
  if (header.readUInt32BE(68) !== applicationId) throw refusal(path, 'It is the database of another program.')
  const statedPageSize = header.readUInt16BE(16)
  const pageSize = statedPageSize === 1 ? 65_536 : statedPageSize
  // The page count holds only when both counters agree (SQLite file format §1.3.7).
  const isCounted = header.readUInt32BE(24) === header.readUInt32BE(92)
  // Pages that are still in the write-ahead log may be missing at the end.
  if (isCounted && !(await hasLog(path)) && size < header.readUInt32BE(28) * pageSize)
    throw refusal(path, 'It is damaged: its end is missing.')
  return 'existing'
}

export function refusal(path: string, reason: string, cause?: unknown): Error {
  return unavailable(
    `${path} is not opened. ${reason} It was left as it is; bring back a backup, or move it away.`,
    cause,
  )
}

async function hasLog(path: string): Promise<boolean> {
  return stat(`${path}-wal`).then(
    ({ size }) => size > 0,
    () => false,
  )
}

async function readHeader(path: string): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const header = Buffer.alloc(100)
    await file.read(header, 0, header.length, 0)
    return header
  } finally {
    await file.close()
  }
}
