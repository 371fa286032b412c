import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { allListed } from '@curfew/registry'
import { sql } from 'kysely'
import { expect, test, vi } from 'vitest'
import { aDirectory, aStore } from './a-directory.test-kit.ts'
import { type Connection, openConnection } from './connection.ts'
import { applicationId, databaseName, prepareDirectory } from './directory.ts'
import { migrate, migrations, newestVersion, versionOf } from './migrate.ts'

// Threads and processes are started here, on machines that may have much else to do.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const at = new Date('2026-03-02T09:00:00.000Z')

/** A database as the first version would have left it, with sessions in it. */
async function anOldDatabase(): Promise<{ directory: string; connection: Connection }> {
  const directory = await aDirectory()
  await prepareDirectory(directory)
  const file = join(directory, databaseName)
  const unsigned = new DatabaseSync(file)
  unsigned.exec(`PRAGMA application_id = ${applicationId}`)
  unsigned.close()
  const connection = openConnection({ file, readOnly: false, cacheMiB: 1 })
  migrate(connection, at, migrations.slice(0, 1))
  for (const [number, lastName, inGrid] of [
    [1, 'Łukasiewicz', 1],
    [2, 'Byron', 1],
    [3, 'Unlisted', 0],
  ] as const) {
    connection.run(sql`
      INSERT INTO session VALUES (
        ${number}, ${`old-${number}`}, ${inGrid}, ${inGrid ? 'api' : 'authentication-agent'}, 'active', 'ada', ${lastName}, 'Ada',
        '10.0.0.1', 'portal', 'HQ', 'LDAP', NULL, ${at.getTime()}, 0, '', ${at.getTime()}, 1800, 28800, 'portal',
        ${`handle-${number}`}, '', 0, NULL, NULL, NULL, NULL)`)
    connection.run(sql`
      INSERT INTO activity VALUES (
        ${number}, ${at.getTime()}, ${at.getTime() + 1_800_000}, 1800000, ${at.getTime() + 28_800_000},
        ${inGrid}, 1)`)
  }
  return { directory, connection }
}

test('sessions that an older version had stored are found by search and counted after the upgrade', async () => {
  const { directory, connection } = await anOldDatabase()
  expect(versionOf(connection)).toBe(1)
  connection.close()

  const store = await aStore({ directory })

  const search = { scope: allListed, now: at, filters: [] }
  const containing = (value: string) =>
    store.count({ ...search, filters: [{ field: 'lastName', operator: 'containsIgnoringCase', value }] })
  expect(await containing('łukasie')).toBe(1)
  expect(await containing('Yr')).toBe(1)
  expect(await containing('unlisted')).toBe(0)
  expect(await store.summarize(search)).toMatchObject({ total: 2, byKind: [{ kind: 'api', count: 2 }] })
})

test('each step is recorded, and steps that were taken are not taken again', async () => {
  const { connection } = await anOldDatabase()

  const taken = migrate(connection, at)
  const again = migrate(connection, at)

  const recorded = connection.all(sql<{ name: string }>`SELECT name FROM migration ORDER BY number`)
  expect(taken).toEqual(migrations.slice(1).map(({ name }) => name))
  expect(again).toEqual([])
  expect(recorded.map(({ name }) => name)).toEqual(migrations.map(({ name }) => name))
  expect(versionOf(connection)).toBe(newestVersion)
  connection.close()
})

test('a step that fails leaves the version before it whole', async () => {
  const { connection } = await anOldDatabase()
  const failing = {
    number: 2,
    name: 'failing',
    up: (database: Connection) => {
      database.exec('CREATE TABLE half (done TEXT)')
      throw new Error('It does not work')
    },
  }

  expect(() => migrate(connection, at, [...migrations.slice(0, 1), failing])).toThrow('It does not work')

  expect(versionOf(connection)).toBe(1)
  expect(connection.all(sql`SELECT name FROM sqlite_schema WHERE name = 'half'`)).toEqual([])
  connection.close()
})

test('migrations are numbered from one without gaps', () => {
  expect(migrations.map(({ number }) => number)).toEqual(Array.from(migrations.keys(), (index) => index + 1))
})
