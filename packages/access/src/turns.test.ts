import { expect, test } from 'vitest'
import { inTurn, underWay } from './turns.ts'

test('work under one key is done one after the other, and a failure does not stop the next', async () => {
  const store = {}
  const steps: string[] = []
  const step = (name: string) => async () => {
    steps.push(`${name} begins`)
    await Promise.resolve()
    steps.push(`${name} ends`)
    if (name === 'first') throw new Error('failed')
    return name
  }

  const outcomes = await Promise.allSettled([inTurn(store, 'key', step('first')), inTurn(store, 'key', step('second'))])

  expect(steps).toEqual(['first begins', 'first ends', 'second begins', 'second ends'])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
})

test('work under other keys and of other stores does not wait', async () => {
  const done: string[] = []
  const waiting = Promise.withResolvers<void>()
  const [one, other] = [{}, {}]
  const blocked = inTurn(one, 'key', () => waiting.promise)

  await inTurn(one, 'another', async () => done.push('another key'))
  await inTurn(other, 'key', async () => done.push('another store'))

  expect(done).toEqual(['another key', 'another store'])
  waiting.resolve()
  await blocked
})

test('work is told how much was under way when it began', async () => {
  const store = {}
  const first = Promise.withResolvers<void>()
  const seen: (readonly number[])[] = []

  const one = underWay(store, ['a', 'b'], (ahead) => {
    seen.push(ahead)
    return first.promise
  })
  await underWay(store, ['b', 'c'], async (ahead) => void seen.push(ahead))
  first.resolve()
  await one
  await underWay(store, ['a', 'b', 'c'], async (ahead) => void seen.push(ahead))

  expect(seen).toEqual([
    [0, 0],
    [1, 0],
    [0, 0, 0],
  ])
})
