import { expect, test } from 'vitest'
import { gathered } from './gathered.ts'

test('what is asked for in one turn is read together, each key once', async () => {
  const reads: (readonly string[])[] = []
  const one = gathered(async (keys) => {
    reads.push(keys)
    return new Map(keys.filter((key) => key !== 'nothing').map((key) => [key, key.toUpperCase()]))
  })

  const first = await Promise.all([one('a'), one('b'), one('a'), one('nothing')])
  const later = await one('c')

  expect(first).toEqual(['A', 'B', 'A', undefined])
  expect(later).toBe('C')
  expect(reads).toEqual([['a', 'b', 'nothing'], ['c']])
})

test('a reading that fails fails all that waited for it, and the next one is made anew', async () => {
  let isBroken = true
  const one = gathered(async (keys) => {
    if (isBroken) throw new Error('broken')
    return new Map(keys.map((key) => [key, key]))
  })

  const failed = await Promise.allSettled([one('a'), one('b')])
  isBroken = false

  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await one('a')).toBe('a')
})
