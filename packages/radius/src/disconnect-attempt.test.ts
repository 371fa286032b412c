import { expect, test } from 'vitest'
import { ATime } from './a-time.test-kit.ts'
import type { DisconnectAnswer } from './disconnect-answer.ts'
import { createEar } from './disconnect-attempt.ts'

const acknowledged: DisconnectAnswer = { is: 'acknowledged', errorCause: null }
const refused: DisconnectAnswer = { is: 'refused', errorCause: null }

test('the first answer is the answer, whatever follows it', async () => {
  const ear = createEar(new ATime().setTimer)
  ear.answered(acknowledged)

  ear.answered(refused)

  expect(await ear.hearWithin(1_000)).toBe(acknowledged)
})

test('an answer ends the waiting, and leaves no timer behind', async () => {
  const time = new ATime()
  const ear = createEar(time.setTimer)
  const heard = ear.hearWithin(1_000)

  ear.answered(refused)

  expect(await heard).toBe(refused)
  expect(time.timers).toBe(0)
})

test('the time runs out when nothing is heard', async () => {
  const time = new ATime()
  const ear = createEar(time.setTimer)
  const heard = ear.hearWithin(1_000)

  time.advance(1_000)

  expect(await heard).toBeUndefined()
})

test('who is hurried stops listening and asks again; what was heard counts all the same', async () => {
  const time = new ATime()
  const ear = createEar(time.setTimer)
  ear.hurry()
  const heard = ear.hearWithin(1_000)

  ear.hurry()

  expect(await heard).toBe('hurried')
  expect(time.timers).toBe(0)
  ear.answered(acknowledged)
  ear.hurry()
  expect(await ear.hearWithin(1_000)).toBe(acknowledged)
})

test('listening again forgets an answer, and not that we stopped', async () => {
  const ear = createEar(new ATime().setTimer)
  ear.answered(refused)
  ear.listenAgain()
  ear.stop()

  ear.listenAgain()

  expect(await ear.hearWithin(1_000)).toBe('stopped')
})
