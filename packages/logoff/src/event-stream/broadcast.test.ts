import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBroadcast } from './broadcast.ts'

/** A broadcast in a time of its own, in which one write takes `writeMs`. */
function aBroadcast(writeMs: number) {
  const received = new Map<string, string>()
  let now = 0
  let timer: { run: () => void; atMs: number } | undefined
  const broadcast = createBroadcast<string>({
    write(reader, frames) {
      now += writeMs
      received.set(reader, (received.get(reader) ?? '') + frames)
    },
    nowMs: () => now,
    setTimer(run, delayMs) {
      timer = { run, atMs: now + delayMs }
      return () => {
        timer = undefined
      }
    },
  })
  const wait = (ms: number) => {
    now += ms
    while (timer !== undefined && timer.atMs <= now) {
      const { run } = timer
      timer = undefined
      run()
    }
  }
  return { broadcast, wait, text: (reader: string) => received.get(reader) ?? '' }
}

test('what is sent after a rest goes out at once', () => {
  const { broadcast, text } = aBroadcast(1)
  broadcast.join('ada')

  broadcast.send('1')

  expect(text('ada')).toBe('1')
})

test('what comes too soon after a long pass waits for the others to have their time, and goes out together', () => {
  const { broadcast, wait, text } = aBroadcast(10)
  broadcast.join('ada')
  broadcast.join('grace')

  broadcast.send('1')
  wait(0)
  broadcast.send('2')
  broadcast.send('3')
  wait(79)
  const soon = text('ada')
  wait(1)

  expect(soon).toBe('1')
  expect([text('ada'), text('grace')]).toEqual(['123', '123'])
})

test('a long pass is broken off for whatever else there is to do, and what comes meanwhile goes out after it', () => {
  const { broadcast, wait, text } = aBroadcast(2)
  for (const reader of ['ada', 'grace', 'joan', 'linus']) broadcast.join(reader)

  broadcast.send('1')
  const meanwhile = text('linus')
  broadcast.send('2')
  broadcast.leave('linus')
  broadcast.join('late')
  wait(0)
  const afterThePass = [text('ada'), text('joan'), text('linus'), text('late')]
  wait(1_000)

  expect(meanwhile).toBe('')
  expect(afterThePass).toEqual(['1', '1', '', ''])
  expect([text('ada'), text('joan'), text('linus'), text('late')]).toEqual(['12', '12', '', ''])
})

test('once stopped nothing goes out any more', () => {
  const { broadcast, wait, text } = aBroadcast(10)
  broadcast.join('ada')
  broadcast.send('1')
  broadcast.send('2')

  broadcast.stop()
  wait(1_000)

  expect(text('ada')).toBe('1')
})

test('whenever readers join and leave, each gets everything sent in between, once and in order', () => {
  const happening = fc.oneof(
    fc.record({ what: fc.constantFrom('join', 'leave'), who: fc.constantFrom('a', 'b', 'c') }),
    fc.record({ what: fc.constant('send'), who: fc.constant('') }),
    fc.record({ what: fc.constant('wait'), who: fc.constant('') }),
  )
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
      const { broadcast, wait, text } = aBroadcast(3)
      // A pass that was broken off ends first; what came meanwhile has its own after the rest.
      const settle = () => [1_000, 1_000].forEach(wait)
      const expected = new Map<string, string>()
      const present = new Set<string>()
      let count = 0

      for (const { what, who } of happenings) {
        if (what === 'join' && !present.has(who)) {
          present.add(who)
          broadcast.join(who)
        } else if (what === 'leave') {
          // A reader that leaves while something waits for it replays that when it returns; here it has heard all first.
          settle()
          present.delete(who)
          broadcast.leave(who)
        } else if (what === 'send') {
          count += 1
          broadcast.send(`${count} `)
          for (const one of present) expected.set(one, `${expected.get(one) ?? ''}${count} `)
        } else if (what === 'wait') wait(5)
      }
      settle()

      for (const one of ['a', 'b', 'c']) expect(text(one)).toBe(expected.get(one) ?? '')
    }),
  )
})
