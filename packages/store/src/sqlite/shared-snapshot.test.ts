import { join } from 'node:path'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { aDirectory } from './a-directory.test-kit.ts'
import { openConnection } from './connection.ts'
import { databaseName, prepareDirectory } from './directory.ts'
import { sharedSnapshot } from './shared-snapshot.ts'

async function aWriterAndAReader() {
  const directory = await aDirectory()
  await prepareDirectory(directory)
  const file = join(directory, databaseName)
  const writing = openConnection({ file, readOnly: false, cacheMiB: 1 })
  writing.exec('CREATE TABLE count (value INTEGER) STRICT; INSERT INTO count VALUES (0)')
  const reading = openConnection({ file, readOnly: true, cacheMiB: 1 })
  const writer = { answered: 0 }
  const snapshot = sharedSnapshot(reading, () => writer.answered)
  onTestFinished(() => {
    snapshot.end()
    reading.close()
    writing.close()
  })
  return {
    snapshot,
    reading,
    write: (value: number) => writing.run({ sql: 'UPDATE count SET value = ?', values: [value] }),
    answer: () => (writer.answered += 1),
    read: () => {
      snapshot.enter()
      return reading.first<{ value: number }>({ sql: 'SELECT value FROM count', values: [] })?.value
    },
  }
}

test('what has been answered is seen at once, in the same turn', async () => {
  const { read, write, answer } = await aWriterAndAReader()

  const before = read()
  write(1)
  const unanswered = read()
  answer()
  const answered = read()

  expect([before, unanswered, answered]).toEqual([0, 0, 1])
})

test('what has been answered is seen at once, however long the snapshot could last', async () => {
  const { read, write, answer } = await aWriterAndAReader()

  read()
  write(1)
  await setImmediate()
  answer()

  expect(read()).toBe(1)
})

test('a snapshot ends by itself, so that the log of the writer can be emptied', async () => {
  const { read, write, reading } = await aWriterAndAReader()

  read()
  const during = reading.isInTransaction
  write(1)

  expect(during).toBe(true)
  await expect.poll(() => reading.isInTransaction).toBe(false)
  expect(read()).toBe(1)
})

test('one that comes after another ends by itself, too', async () => {
  const { read, answer, reading } = await aWriterAndAReader()

  for (let times = 0; times < 30; times += 1) {
    read()
    answer()
    await setTimeout(1)
  }
  read()

  await expect.poll(() => reading.isInTransaction).toBe(false)
})

test('it can be ended before it does so by itself, and is not ended twice', async () => {
  const { read, snapshot, reading } = await aWriterAndAReader()

  read()
  snapshot.end()
  const ended = reading.isInTransaction
  reading.exec('BEGIN')
  await setTimeout(50)

  expect([ended, reading.isInTransaction]).toEqual([false, true])
})
