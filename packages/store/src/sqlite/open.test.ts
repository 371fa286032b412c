import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, open, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { allListed } from '@curfew/registry'
import { aNewSession } from '@curfew/registry/cast'
import { expect, test, vi } from 'vitest'
import { aDirectory, aStore } from './a-directory.test-kit.ts'
import { applicationId, databaseName } from './directory.ts'
import { openSqliteStore } from './open.ts'

// Threads and processes are started here, on machines that may have much else to do.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const everything = { scope: allListed, filters: [], now: new Date('2026-03-02T09:15:00.000Z') }

/** A directory with one session in it, closed properly. */
async function aUsedDirectory(): Promise<string> {
  const directory = await aDirectory()
  const store = await aStore({ directory })
  await store.register([aNewSession({ id: 'the session' })])
  await store.close()
  return directory
}

test('what was written is there after the store is opened again', async () => {
  const directory = await aUsedDirectory()

  const store = await aStore({ directory })

  expect(await store.count(everything)).toBe(1)
  expect((await store.sessionById('the session'))?.status).toBe('active')
})

test('the data directory and its files are for their owner alone', async () => {
  const directory = await aUsedDirectory()
  const store = await aStore({ directory })
  await store.writeAudit([])

  const files = await readdir(directory)
  const modes = await Promise.all([directory, ...files.map((name) => join(directory, name))].map((path) => stat(path)))

  expect(files).toContain(databaseName)
  for (const { mode } of modes) expect(mode & 0o077).toBe(0)
})

test('a closed store has left one whole file, and refuses what comes after', async () => {
  const directory = await aDirectory()
  const store = await aStore({ directory })

  await store.close()

  const files = await readdir(directory)
  expect(files.filter((name) => name.endsWith('-wal') || name.endsWith('-shm'))).toEqual([])
  for (const late of [store.count(everything), store.sessionById('any'), store.check(), store.register([])])
    await expect(late).rejects.toMatchObject({ code: 'store-unavailable', message: 'The store is closed.' })
  await expect(store.close()).resolves.toBeUndefined()
})

test('a command that was in flight when the program died is in flight no more', async () => {
  const directory = await aUsedDirectory()
  const before = await aStore({ directory })
  await before.setCommand('the session', { name: 'Export', startedAt: everything.now })
  await before.close()

  const after = await aStore({ directory })

  expect((await after.sessionById('the session'))?.command).toBeNull()
})

test('a second process on the same directory is refused, and told why', async () => {
  const directory = await aUsedDirectory()
  const first = await aStore({ directory })

  const { code, output } = await openElsewhere(directory)

  expect(code).toBe(3)
  expect(output).toContain('store-unavailable')
  expect(output).toContain(`Another Curfew is running on the data directory ${directory}`)
  expect(await first.count(everything)).toBe(1)
})

test('a process that dies without closing leaves the directory free, and what it had written in it', async () => {
  const directory = await aDirectory()

  const { output } = await openElsewhere(directory, 'and die')
  const store = await aStore({ directory })

  expect(output).toContain('registered')
  expect(await store.count(everything)).toBe(1)
})

test('a store that nobody uses keeps no process alive', async () => {
  const directory = await aDirectory()

  const { code, output } = await openElsewhere(directory, 'and forget')

  expect(output).toContain('registered')
  expect(code).toBe(0)
})

test.each([
  ['a text', Buffer.from('These are my notes about something else entirely.\n'.repeat(100))],
  ['zeros', Buffer.alloc(8192)],
])('a file that is no database is refused and left as it is: %s', async (_what, content) => {
  const directory = await aDirectory()
  await mkdir(directory)
  await writeFile(join(directory, databaseName), content)

  await expect(openSqliteStore({ directory })).rejects.toMatchObject({
    code: 'store-unavailable',
    message: expect.stringContaining('damaged, or no database at all'),
  })

  expect(await readFile(join(directory, databaseName))).toEqual(content)
})

test('the database of another program is refused and left as it is', async () => {
  const directory = await aDirectory()
  await mkdir(directory)
  const path = join(directory, databaseName)
  const other = new DatabaseSync(path)
  other.exec('PRAGMA application_id = 42; CREATE TABLE recipe (name TEXT)')
  other.close()
  const before = await readFile(path)

  await expect(openSqliteStore({ directory })).rejects.toThrow('It is the database of another program.')

  expect(await readFile(path)).toEqual(before)
})

test('a database of a newer version is refused and left as it is', async () => {
  const directory = await aUsedDirectory()
  const path = join(directory, databaseName)
  const database = new DatabaseSync(path)
  database.exec('PRAGMA user_version = 1000')
  database.close()
  const before = await readFile(path)

  await expect(openSqliteStore({ directory })).rejects.toThrow('written by a newer Curfew (version 1000')

  expect(await readFile(path)).toEqual(before)
})

test('a database that was cut short is refused and left as it is', async () => {
  const directory = await aUsedDirectory()
  const path = join(directory, databaseName)
  const { size } = await stat(path)
  await truncate(path, size - 8192)
  const before = await readFile(path)

  await expect(openSqliteStore({ directory })).rejects.toThrow('its end is missing')

  expect(await readFile(path)).toEqual(before)
})

test('a database with a damaged page is refused and left as it is', async () => {
  const directory = await aUsedDirectory()
  const path = join(directory, databaseName)
  const { size } = await stat(path)
  const file = await open(path, 'r+')
  for (let offset = 4096; offset < size; offset += 4096) await file.write(Buffer.alloc(64, 0xee), 0, 64, offset)
  await file.close()
  const before = await readFile(path)

  await expect(openSqliteStore({ directory })).rejects.toThrow('is damaged')

  expect(await readFile(path)).toEqual(before)
})

test('after a refusal the directory is free again', async () => {
  const directory = await aUsedDirectory()
  const path = join(directory, databaseName)
  const whole = await readFile(path)
  await writeFile(path, 'rubbish')
  await expect(openSqliteStore({ directory })).rejects.toThrow()

  await writeFile(path, whole)
  const store = await aStore({ directory })

  expect(await store.count(everything)).toBe(1)
})

test('a new database is signed before anything else is in it', async () => {
  const directory = await aUsedDirectory()

  const header = await readFile(join(directory, databaseName))

  expect(header.readUInt32BE(68)).toBe(applicationId)
})

/** Open the directory in a process of its own, which registers a session there; it answers with what it printed. */
async function openElsewhere(directory: string, then: 'and close' | 'and die' | 'and forget' = 'and close') {
  const program = `
    const { openSqliteStore } = await import('@curfew/store')
    const { aNewSession } = await import('@curfew/registry/cast')
    try {
      const store = await openSqliteStore({ directory: ${JSON.stringify(directory)}, readOnlyWorkers: 1 })
      await store.register([aNewSession()])
      console.log('registered')
      ${{ 'and close': 'await store.close()', 'and die': "process.kill(process.pid, 'SIGKILL')", 'and forget': '' }[then]}
    } catch (error) {
      console.log(error.code, error.message)
      process.exitCode = 3
    }`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { cwd: import.meta.dirname })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    output += String(chunk)
  })
  const [code]: unknown[] = await once(child, 'close')
  return { code, output }
}
