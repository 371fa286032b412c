import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AccountingEvent, isNasEvent, type NasEvent, type SessionEvent } from './accounting-event.ts'
import { applyAccounting, noteClosure } from './accounting-rules.ts'
import { aNas, anEvent, aRestart, arriving, at } from './an-event.test-kit.ts'
import { handleOf, type SessionState, sessionKeyOf } from './session-state.ts'

/** What a store does around the rules, in its plainest form: rows by session, and the last restart by NAS. */
class ALedger {
  readonly rows: SessionState[] = []
  readonly #restarts = new Map<string, { readonly at: Date; readonly by: NasEvent['kind'] }>()

  tell(event: AccountingEvent) {
    if (isNasEvent(event)) this.#restart(event)
    else this.#put(this.#indexOf(event), event)
  }

  closeAll(when: Date) {
    for (const [index, row] of this.rows.entries()) this.rows[index] = noteClosure(row, when)
  }

  #restart(event: NasEvent) {
    const known = this.#restarts.get(event.nas.key)
    if (known === undefined || known.at < event.happenedAt)
      this.#restarts.set(event.nas.key, { at: event.happenedAt, by: event.kind })
    for (const index of this.rows.keys()) this.#put(index, event)
  }

  #indexOf(event: SessionEvent) {
    const handle = handleOf(sessionKeyOf(event))
    return this.rows.findLastIndex((row) => handleOf(row) === handle)
  }

  #put(index: number, event: AccountingEvent) {
    const known = this.rows[index]
    const { state, change, superseded } = applyAccounting(known, event, this.#restarts.get(event.nas.key))
    if (superseded !== undefined) this.rows[index] = superseded
    if (state === undefined) return
    if (known === undefined || change === 'began') this.rows.push(state)
    else this.rows[index] = state
  }
}

/** What must be the same in whatever order the packets came. */
const essence = ({ acctSessionId, nasKey, began, ended, lastHappenedAt, counters, facts }: SessionState) => ({
  session: `${acctSessionId}@${nasKey}`,
  began,
  ended,
  lastHappenedAt,
  counters,
  userName: facts.userName,
})

const sorted = (rows: readonly SessionState[]) =>
  rows.map(essence).sort((one, other) => (one.session < other.session ? -1 : 1))

/** A session from its Start to its Stop, if it has one, with Interim-Updates between. */
function packetsOf({ id, nas, beganAt, steps, hasStop, isTimed }: ASession): SessionEvent[] {
  const of = (kind: SessionEvent['kind'], elapsed: number) =>
    anEvent(kind, beganAt + elapsed, {
      acctSessionId: id,
      nas: aNas(nas),
      isTimed,
      ...(kind === 'start' ? {} : { sessionSeconds: elapsed, inputOctets: elapsed * 10 }),
    })
  let elapsed = 0
  const interims = steps.map((step) => of('interim-update', (elapsed += step)))
  return [of('start', 0), ...interims, ...(hasStop ? [of('stop', elapsed + 30)] : [])]
}

type ASession = {
  readonly id: string
  readonly nas: string
  readonly beganAt: number
  readonly steps: readonly number[]
  readonly hasStop: boolean
  readonly isTimed: boolean
}

const session = (isTimed: fc.Arbitrary<boolean>): fc.Arbitrary<ASession> =>
  fc.record({
    id: fc.constantFrom('0000002A', '5e2f/1+a=:b', 'a@b'),
    nas: fc.constantFrom('vpn-2', 'vpn-3', '2a@vpn'),
    beganAt: fc.integer({ min: 0, max: 5_000 }),
    steps: fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 4 }),
    hasStop: fc.boolean(),
    isTimed,
  })

/** Each packet once at least and up to three times, in any order, arriving a random while after the last one happened. */
const delivered = <Event extends AccountingEvent>(packets: readonly Event[]): fc.Arbitrary<Event[]> =>
  fc
    .tuple(...packets.map((packet) => fc.integer({ min: 1, max: 3 }).map((times) => Array<Event>(times).fill(packet))))
    .chain((copies) => {
      const all = copies.flat()
      return fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })
    })
    .chain((shuffled) =>
      fc
        .array(fc.integer({ min: 0, max: 2_000 }), { minLength: shuffled.length, maxLength: shuffled.length })
        .map((gaps) => {
          let seconds = 10_000
          return shuffled.map((packet, index) => arriving(packet, at((seconds += gaps[index] ?? 0))))
        }),
    )

function tellAll(events: readonly AccountingEvent[]): ALedger {
  const ledger = new ALedger()
  for (const event of events) ledger.tell(event)
  return ledger
}

test('whatever the order and the repetitions of its packets, a session is one row, and always the same', () => {
  const given = session(fc.constant(true)).chain((one) => fc.tuple(fc.constant(one), delivered(packetsOf(one))))

  fc.assert(
    fc.property(given, ([one, events]) => {
      const { rows } = tellAll(events)
      expect(rows).toHaveLength(1)
      expect(sorted(rows)).toEqual(sorted(tellAll(packetsOf(one)).rows))
      expect(rows[0]?.ended === null).toBe(!one.hasStop)
    }),
    { numRuns: 300 },
  )
})

test('a session that has ended stays ended, also when its NAS never says when', () => {
  const given = session(fc.boolean()).chain((one) => delivered(packetsOf(one)))

  fc.assert(
    fc.property(given, (events) => {
      const ledger = new ALedger()
      let hasEnded = false
      for (const event of events) {
        ledger.tell(event)
        hasEnded ||= event.kind === 'stop'
        expect(ledger.rows).toHaveLength(1)
        expect(ledger.rows[0]?.ended !== null).toBe(hasEnded)
      }
    }),
    { numRuns: 200 },
  )
})

test('a closure is not undone by anything that comes after it, and only a Stop proves it', () => {
  const given = session(fc.boolean()).chain((one) =>
    fc.tuple(delivered(packetsOf(one)), fc.integer({ min: 1, max: 20 }), fc.constant(one)),
  )

  fc.assert(
    fc.property(given, ([events, position, { hasStop }]) => {
      const ledger = tellAll(events.slice(0, position))
      const closedAt = events[position - 1]?.receivedAt ?? at(100_000)
      ledger.closeAll(closedAt)
      for (const event of events.slice(position)) ledger.tell(event)
      expect(ledger.rows).toHaveLength(1)
      expect(ledger.rows[0]?.ended?.by).toBe(hasStop ? 'stop' : undefined)
    }),
    { numRuns: 200 },
  )
})

test('a restart ends what its NAS had, and nothing else, in whatever order one hears of it', () => {
  const restartAt = 6_000
  const several = fc.uniqueArray(session(fc.constant(true)), {
    minLength: 1,
    maxLength: 4,
    selector: ({ id, nas }) => `${id} ${nas}`,
  })
  const given = several.chain((sessions) => {
    // A session that goes on after the restart of its own NAS would be a contradiction in itself.
    const before = sessions.map((one) => ({ ...one, beganAt: one.beganAt % 1_000 }))
    const packets = [...before.flatMap(packetsOf), aRestart('accounting-on', restartAt, { nas: aNas('vpn-2') })]
    return fc.tuple(fc.constant(packets), delivered(packets))
  })

  fc.assert(
    fc.property(given, ([packets, events]) => {
      const { rows } = tellAll(events)
      expect(sorted(rows)).toEqual(sorted(tellAll(packets).rows))
      for (const row of rows)
        if (row.nasKey === 'vpn-2') expect(row.ended).not.toBeNull()
        else expect(row.ended?.by ?? 'stop').toBe('stop')
    }),
    { numRuns: 200 },
  )
})

test('sessions of different ids or NASes have different handles', () => {
  const part = fc.string({ unit: fc.constantFrom('a', '@', '/', '+', '\\', 'x{40}'), maxLength: 4 })
  const key = fc.record({ sourceId: fc.constant('vpn'), acctSessionId: part, nasKey: part })

  fc.assert(
    fc.property(key, key, (one, other) => {
      const isSame = one.acctSessionId === other.acctSessionId && one.nasKey === other.nasKey
      expect(handleOf(one) === handleOf(other)).toBe(isSame)
    }),
  )
})
