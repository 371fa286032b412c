import { expect, test } from 'vitest'
import { aHouse, wrongWith } from './a-house.ts'
import { checkHouse } from './check-house.ts'
import { topLevel } from './rooms.ts'

test('a house with nothing wrong in it is left alone', () => {
  expect(checkHouse(aHouse())).toEqual([])
})

test('a folder that is no room is refused', () => {
  const house = aHouse()

  const wrong = checkHouse({ ...house, folders: [...house.folders, 'packages/misc-things'] })

  expect(wrong).toContain('packages/misc-things is not in the table of rooms')
})

test('a room that must exist and does not is missed, and one that is announced is not', () => {
  const house = aHouse()

  const wrong = checkHouse({ ...house, folders: house.folders.filter((folder) => folder !== 'packages/api') })

  expect(wrong).toContain('packages/api is missing')
  expect(wrong.join()).not.toContain('radius')
})

test('a room that holds a door and a test alone is empty', () => {
  const house = aHouse({ 'packages/api/src/a.test.ts': '' }, 'packages/api/src/something.ts')

  expect(checkHouse(house)).toEqual(['packages/api is an empty room'])
})

test('a suite without a test is refused', () => {
  const house = aHouse({ 'test/journeys/person.ts': '' }, 'test/journeys/some.test.ts')

  expect(checkHouse(house)).toEqual(['test/journeys holds no test'])
})

test('a file of 300 lines stands, and one of 301 is refused, tests and styles included', () => {
  expect(wrongWith('packages/api/src/x.ts', '\n'.repeat(300))).toEqual([])
  expect(wrongWith('packages/api/src/x.ts', '\n'.repeat(301))).toEqual([
    'packages/api/src/x.ts has 301 lines; a file stops at 300',
  ])
  expect(wrongWith('test/journeys/x.test.ts', '\n'.repeat(301))).toHaveLength(1)
  expect(wrongWith('apps/console/src/x.module.css', '\n'.repeat(301))).toHaveLength(1)
})

test('a default export is refused in every way of writing it, but for the file that a tool reads', () => {
  expect(wrongWith('apps/console/src/x.tsx', 'export default function X() { return <p /> }')).toHaveLength(1)
  expect(wrongWith('apps/console/src/x.tsx', 'const x = 1\nexport { x as default }')).toHaveLength(1)
  expect(wrongWith('apps/console/src/x.tsx', "export { default } from './y.tsx'")).toHaveLength(1)
  expect(wrongWith('vite.config.ts', 'export default {}')).toEqual([])
})

test('a name that says nothing is refused, for a file and for a folder', () => {
  expect(wrongWith('packages/api/src/utils.ts', '')).toHaveLength(1)
  expect(wrongWith('packages/api/src/helpers/date.ts', '')).toHaveLength(1)
  expect(wrongWith('packages/api/src/session-manager.ts', '')).toHaveLength(1)
})

test('the top level holds what the table says, no more and no less', () => {
  const house = aHouse()

  const wrong = checkHouse({ ...house, topLevel: [...topLevel.filter((name) => name !== 'README.md'), 'tools'] })

  expect(wrong).toEqual(['tools does not belong at the top level', 'README.md is missing at the top level'])
})

test('a file that cannot be read as a module is an error, and not a file without imports', () => {
  const wrong = wrongWith('packages/api/src/x.ts', 'import { from')

  expect(wrong).toHaveLength(1)
  expect(wrong[0]).toContain('packages/api/src/x.ts cannot be read')
})
