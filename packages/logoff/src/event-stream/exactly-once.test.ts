import { closuresEvent } from '@curfew/contract'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ASink, aFeed, noTime } from './hub.test-kit.ts'
import { createHub } from './hub.ts'

/** What can happen to a browser and to the world around it. */
const happening = fc.oneof(
  fc.record({ what: fc.constant('change' as const) }),
  fc.record({ what: fc.constantFrom('leave' as const, 'turn-slow' as const, 'return' as const), who: fc.nat(4) }),
)

test('however readers come, go and lag, each gets every change once and in order, or is told to reset', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 120 }), fc.integer({ min: 1, max: 20 }), (happenings, kept) => {
      const feed = aFeed(kept)
      const hub = createHub({ feed, random: () => 0, everySecond: () => () => {}, ...noTime })
      const readers = Array.from({ length: 5 }, () => ({ sink: new ASink(), seen: [] as string[], resets: 0 }))
      const collect = (reader: (typeof readers)[number]) => {
        for (const [event, data] of reader.sink.events) {
          if (event === 'reset') reader.resets += 1
          else reader.seen.push(...closuresEvent.parse(data).closureIds)
        }
      }
      const connect = (who: number) => {
        const reader = readers[who]
        if (reader === undefined || (reader.sink.isOpen && reader.sink.text !== '')) return
        const lastEventId = reader.sink.lastEventId
        collect(reader)
        reader.sink = new ASink()
        hub.attach(`s${who}`, reader.sink, { changes: true, lastEventId })
      }
      for (const who of readers.keys()) connect(who)

      let changes = 0
      for (const happening of happenings) {
        if (happening.what === 'change') feed.announce(String((changes += 1)))
        else if (happening.what === 'leave') readers[happening.who]?.sink.close()
        else if (happening.what === 'return') connect(happening.who)
        else readers[happening.who]?.sink.turnSlow()
      }
      for (const reader of readers) reader.sink.close()
      for (const who of readers.keys()) connect(who)

      for (const reader of readers) {
        collect(reader)
        const numbers = reader.seen.map(Number)
        expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
        if (reader.resets === 0) expect(numbers).toEqual(Array.from({ length: changes }, (_, index) => index + 1))
      }
    }),
  )
})

test('however streams come and go, a closed session is told once on each stream that is open, and on none after', () => {
  const step = fc.record({
    what: fc.constantFrom('attach', 'leave', 'close-session'),
    session: fc.nat(2),
    which: fc.nat(5),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const hub = createHub({ feed: aFeed(), random: () => 0, everySecond: () => () => {}, ...noTime })
      const streams: { session: number; sink: ASink }[] = []

      for (const { what, session, which } of steps) {
        if (what === 'attach') {
          const sink = new ASink()
          streams.push({ session, sink })
          hub.attach(`s${session}`, sink, { changes: false, lastEventId: null })
        } else if (what === 'leave') streams[which]?.sink.close()
        else {
          const open = streams.filter((stream) => stream.session === session && stream.sink.isOpen)
          const logoffsBefore = open.map(({ sink }) => sink.events.length)
          expect(hub.writeLast(`s${session}`, 'event: logoff\ndata: {}\n\n')).toBe(open.length)
          expect(open.map(({ sink }) => sink.events.length)).toEqual(logoffsBefore.map((count) => count + 1))
          expect(open.some(({ sink }) => sink.isOpen)).toBe(false)
        }
      }

      expect(streams.every(({ sink }) => sink.events.length <= 1)).toBe(true)
      expect(hub.held).toBe(streams.filter(({ sink }) => sink.isOpen).length)
    }),
  )
})
