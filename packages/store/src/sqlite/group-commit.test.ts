import { expect, test } from 'vitest'
import { aDirectory } from './a-directory.test-kit.ts'
import type { Call } from './calls.ts'
import { type Connection, openConnection } from './connection.ts'
import { prepareDirectory } from './directory.ts'
import { commitNext, type Writing } from './group-commit.ts'

/** A table of notes, what was done to its connection, and calls that write into it. */
async function aWriting(): Promise<{ writing: Writing; statements: string[]; notes: () => string[] }> {
  const directory = await aDirectory()
  await prepareDirectory(directory)
  const connection = openConnection({ file: `${directory}/notes.sqlite`, readOnly: false, cacheMiB: 1 })
  connection.exec('CREATE TABLE note (text TEXT UNIQUE)')
  const statements: string[] = []
  const watched: Connection = {
    ...connection,
    exec(sql) {
      statements.push(sql)
      connection.exec(sql)
    },
    get isInTransaction() {
      return connection.isInTransaction
    },
  }
  const writing: Writing = {
    connection: watched,
    perform: ({ words: [text] }) => connection.run({ sql: 'INSERT INTO note VALUES (?)', values: [String(text)] }),
    isSmall: ({ name }) => name === 'small',
    onUndone: () => statements.push('UNDONE'),
  }
  const notes = () =>
    connection.all<{ text: string }>({ sql: 'SELECT text FROM note', values: [] }).map(({ text }) => text)
  return { writing, statements, notes }
}

function call(number: number, text: string, name = 'small'): Call {
  return { call: number, name, words: [text] }
}

test('small writes share one commit, and each has its answer', async () => {
  const { writing, statements, notes } = await aWriting()

  const answers = commitNext(writing, [call(1, 'one'), call(2, 'two'), call(3, 'three')])

  expect(answers).toEqual([1, 2, 3].map((number) => ({ call: number, value: 1 })))
  expect(statements.filter((sql) => sql === 'COMMIT')).toHaveLength(1)
  expect(notes()).toEqual(['one', 'two', 'three'])
})

test('one that fails takes nothing of the others with it', async () => {
  const { writing, statements, notes } = await aWriting()

  const answers = commitNext(writing, [call(1, 'one'), call(2, 'one'), call(3, 'three')])

  expect(answers).toEqual([
    { call: 1, value: 1 },
    { call: 2, failure: expect.objectContaining({ message: expect.stringContaining('UNIQUE') }) },
    { call: 3, value: 1 },
  ])
  expect(statements).toContain('UNDONE')
  expect(notes()).toEqual(['one', 'three'])
})

test('a long write has a commit to itself, and the order of the calls is kept', async () => {
  const { writing, notes } = await aWriting()
  const queue = [call(1, 'one'), call(2, 'two', 'long'), call(3, 'three')]

  const rounds = [commitNext(writing, queue), commitNext(writing, queue), commitNext(writing, queue)]

  expect(rounds.map((answers) => answers.map((answer) => answer.call))).toEqual([[1], [2], [3]])
  expect(queue).toEqual([])
  expect(notes()).toEqual(['one', 'two', 'three'])
})

test('when the commit that they share fails, each is tried by itself', async () => {
  const { writing, notes } = await aWriting()
  let commits = 0
  const failingOnce: Writing = {
    ...writing,
    connection: {
      ...writing.connection,
      exec(sql) {
        if (sql === 'COMMIT' && (commits += 1) === 1) throw new Error('No commit this time')
        writing.connection.exec(sql)
      },
      get isInTransaction() {
        return writing.connection.isInTransaction
      },
    },
  }

  const answers = commitNext(failingOnce, [call(1, 'one'), call(2, 'two')])

  expect(answers).toEqual([
    { call: 1, value: 1 },
    { call: 2, value: 1 },
  ])
  expect(notes()).toEqual(['one', 'two'])
})

test('a commit that fails for one alone is its failure', async () => {
  const { writing, notes } = await aWriting()
  const failing: Writing = {
    ...writing,
    connection: {
      ...writing.connection,
      exec(sql) {
        if (sql === 'COMMIT') throw new Error('No commit ever')
        writing.connection.exec(sql)
      },
      get isInTransaction() {
        return writing.connection.isInTransaction
      },
    },
  }

  const answers = commitNext(failing, [call(1, 'one')])

  expect(answers).toEqual([{ call: 1, failure: expect.objectContaining({ message: 'No commit ever' }) }])
  expect(notes()).toEqual([])
})
