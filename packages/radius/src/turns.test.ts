import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

test('so many are inside at a time, and the others follow in their order', async () => {
  const turns = createTurns({ maxInside: 2, maxWaiting: 10 })
  const entered: number[] = []
  const visits = [1, 2, 3, 4].map(async (visitor) => {
    const leave = await turns.enter('vpn-2')
    entered.push(visitor)
    return leave
  })
  const [one, two] = await Promise.all(visits.slice(0, 2))

  expect(entered).toEqual([1, 2])
  two?.()
  const three = await visits[2]
  expect(entered).toEqual([1, 2, 3])
  one?.()
  three?.()
  const four = await visits[3]
  four?.()

  expect(entered).toEqual([1, 2, 3, 4])
  expect(turns.count('vpn-2')).toBe(0)
})

test('one name does not wait for another', async () => {
  const turns = createTurns({ maxInside: 1, maxWaiting: 10 })
  await turns.enter('dead')
  void turns.enter('dead')

  expect(await turns.enter('living')).toBeTypeOf('function')
  expect(turns.count('dead')).toBe(2)
})

test('who would wait behind too many is told so at once', async () => {
  const turns = createTurns({ maxInside: 1, maxWaiting: 1 })
  await turns.enter('vpn-2')
  void turns.enter('vpn-2')

  expect(await turns.enter('vpn-2')).toBeUndefined()
})

test('those who wait are sent away, and those who come later as well', async () => {
  const turns = createTurns({ maxInside: 1, maxWaiting: 10 })
  const leave = await turns.enter('vpn-2')
  const waiting = turns.enter('vpn-2')

  turns.sendAway()

  expect(await waiting).toBeUndefined()
  expect(await turns.enter('vpn-3')).toBeUndefined()
  leave?.()
  expect(turns.count('vpn-2')).toBe(0)
})
