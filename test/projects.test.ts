import { expect, test } from 'vitest'
import { selects } from './projects.ts'

test('without a pattern every project is picked', () => {
  expect(selects([], 'journeys')).toBe(true)
})

test('a name picks that project alone', () => {
  expect(selects(['node'], 'node')).toBe(true)
  expect(selects(['node'], 'journeys')).toBe(false)
})

test('a star stands for anything', () => {
  expect(selects(['j*'], 'journeys')).toBe(true)
  expect(selects(['*o*e*'], 'console')).toBe(true)
  expect(selects(['n*'], 'journeys')).toBe(false)
})

test('an exclamation mark leaves a project out, whatever else picks it', () => {
  expect(selects(['!journeys'], 'journeys')).toBe(false)
  expect(selects(['!journeys'], 'node')).toBe(true)
  expect(selects(['j*', '!journeys'], 'journeys')).toBe(false)
})
