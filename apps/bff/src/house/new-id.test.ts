import { validate, version } from 'uuid'
import { expect, test } from 'vitest'
import { newId } from './new-id.ts'

test('ids are UUIDs of version 7, all different, and each sorts after the one before it', () => {
  const ids = Array.from({ length: 20_000 }, newId)

  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toEqual(ids.toSorted())
})

test('what comes after the time in an id cannot be told from the one before it', () => {
  const tails = new Set(Array.from({ length: 1_000 }, () => newId().slice(-12)))

  expect(tails.size).toBe(1_000)
})
