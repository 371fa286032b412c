import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkHouse } from './check-house.ts'
import { readHouse } from './house.ts'

test('the house stands as it was drawn: every room behind its door, no stray import, nothing empty, nothing too long', () => {
  const house = readHouse(join(import.meta.dirname, '../..'))

  const wrong = checkHouse(house)

  expect(wrong).toEqual([])
})
