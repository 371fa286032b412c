import { expect, test } from 'vitest'
import { openConnection } from './connection.ts'

test('rows have the columns that their table has now, also when it was changed since the query was first asked', () => {
  const connection = openConnection({ file: ':memory:', readOnly: false, cacheMiB: 1 })
  const all = { sql: 'SELECT * FROM thing', values: [] }
  connection.exec("CREATE TABLE thing (number INTEGER, name TEXT); INSERT INTO thing VALUES (1, 'one')")
  const before = [connection.all(all), connection.first(all), Array.from(connection.each(all))]

  connection.exec('ALTER TABLE thing ADD COLUMN weight REAL')

  expect(before).toEqual([[{ number: 1, name: 'one' }], { number: 1, name: 'one' }, [{ number: 1, name: 'one' }]])
  expect(connection.all(all)).toEqual([{ number: 1, name: 'one', weight: null }])
  expect(connection.first({ sql: 'SELECT * FROM thing WHERE number = ?', values: [2] })).toBeUndefined()
  connection.close()
})
