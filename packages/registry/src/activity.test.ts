import { expect, test } from 'vitest'
import { ATime } from './a-registry.test-kit.ts'
import { createActivityBuffer } from './activity.ts'

function aBuffer(record: (batch: readonly { sessionId: string; at: Date }[]) => Promise<void> = async () => {}) {
  const time = new ATime()
  const written: { readonly sessionId: string; readonly at: Date }[][] = []
  const errors: unknown[] = []
  const buffer = createActivityBuffer({
    store: {
      async recordActivity(batch) {
        await record(batch)
        written.push([...batch])
      },
    },
    setTimer: time.setTimer,
    onError: (error) => errors.push(error),
  })
  return { time, written, errors, buffer }
}

test('activity of a second is written together, the latest of each session', async () => {
  const { time, written, buffer } = aBuffer()
  const early = time.clock()
  buffer.note('one', early)
  time.advance(600)
  buffer.note('one', time.clock())
  buffer.note('other', time.clock())
  buffer.note('one', early)
  const late = time.clock()

  time.advance(400)
  await buffer.flush()

  expect(written).toEqual([
    [
      { sessionId: 'one', at: late },
      { sessionId: 'other', at: late },
    ],
  ])
})

test('nothing is written while nothing happens', async () => {
  const { time, written, buffer } = aBuffer()
  time.advance(60_000)
  await buffer.flush()

  expect(written).toEqual([])
  expect(time.nextTimerMs).toBeUndefined()
})

test('a thousand and more are written in batches of a thousand', async () => {
  const { time, written, buffer } = aBuffer()
  for (let number = 0; number < 2_500; number += 1) buffer.note(`session-${number}`, time.clock())

  await buffer.flush()

  expect(written.map(({ length }) => length)).toEqual([1_000, 1_000, 500])
})

test('what could not be written is written later, unless there is something newer by then', async () => {
  let isBroken = true
  const { time, written, errors, buffer } = aBuffer(async () => {
    if (isBroken) throw new Error('The disk is full.')
  })
  buffer.note('one', time.clock())
  buffer.note('other', time.clock())
  const before = time.clock()
  time.advance(1_000)
  buffer.note('one', time.clock())
  const after = time.clock()
  await expect.poll(() => errors.length, { interval: 1 }).toBe(1)

  isBroken = false
  time.advance(1_000)

  const latest = () => Object.fromEntries(written.flat().map(({ sessionId, at }) => [sessionId, at]))
  await expect.poll(latest, { interval: 1 }).toEqual({ one: after, other: before })
})

test('stopping writes what is left, and nothing is noted after it', async () => {
  const { time, written, buffer } = aBuffer()
  buffer.note('one', time.clock())

  await buffer.stop()
  buffer.note('late', time.clock())
  time.advance(5_000)

  expect(written).toEqual([[{ sessionId: 'one', at: expect.any(Date) }]])
})
