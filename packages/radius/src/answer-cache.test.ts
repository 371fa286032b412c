import { expect, test } from 'vitest'
import { ATime } from './a-time.test-kit.ts'
import { createAnswerCache } from './answer-cache.ts'

const answer = Buffer.from('answer')

function aCache(maxKept = 100) {
  const time = new ATime()
  return { time, cache: createAnswerCache({ maxKept, keepMs: 30_000, clock: time.clock }) }
}

test('a request is under way, then answered, then known', () => {
  const { cache } = aCache()

  cache.expect('one')
  expect(cache.find('one')).toBe('under-way')
  cache.keep('one', answer)
  expect(cache.find('one')).toBe(answer)
})

test('a request that was not handled is new when it comes again', () => {
  const { cache } = aCache()
  cache.expect('one')

  cache.forget('one')

  expect(cache.find('one')).toBeUndefined()
})

test('an answer is kept for at least half the time, and not longer than all of it', () => {
  const { time, cache } = aCache()
  cache.keep('one', answer)

  time.advance(14_999)
  expect(cache.find('one')).toBe(answer)
  time.advance(10_000)
  expect(cache.find('one')).toBe(answer)
  time.advance(15_001)
  expect(cache.find('one')).toBeUndefined()
})

test('after a long silence nothing old is left', () => {
  const { time, cache } = aCache()
  cache.keep('one', answer)

  time.advance(3_600_000)

  expect(cache.find('one')).toBeUndefined()
})

test('memory is bounded, and the newest are kept', () => {
  const { cache } = aCache(100)
  for (let count = 0; count < 10_000; count += 1) cache.keep(`request ${count}`, answer)

  const kept = Array.from({ length: 10_000 }, (_, count) => cache.find(`request ${count}`)).filter(Boolean)

  expect(kept.length).toBeGreaterThanOrEqual(50)
  expect(kept.length).toBeLessThanOrEqual(100)
  expect(cache.find('request 9999')).toBe(answer)
})

test('an answer that arrives after its request has aged is found', () => {
  const { time, cache } = aCache()
  cache.expect('one')
  time.advance(16_000)
  cache.find('another')

  cache.keep('one', answer)

  expect(cache.find('one')).toBe(answer)
})
