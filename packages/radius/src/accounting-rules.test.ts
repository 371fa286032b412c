import { describe, expect, test } from 'vitest'
import type { AccountingEvent } from './accounting-event.ts'
import { type AccountingChange, applyAccounting, noteClosure } from './accounting-rules.ts'
import { aNas, anEvent, aRestart, arriving, at } from './an-event.test-kit.ts'
import { attribute } from './attribute.ts'
import { identificationFrom } from './identification.ts'
import { encodeAttributes } from './packet.ts'
import type { SessionState } from './session-state.ts'
import { terminateCauseOf } from './terminate-cause.ts'

/** Apply events one after the other; what is known at the end, and what each did. */
function tell(events: readonly AccountingEvent[], known?: SessionState) {
  const changes: AccountingChange[] = []
  let state = known
  for (const event of events) {
    const applied = applyAccounting(state, event)
    state = applied.state
    changes.push(applied.change)
  }
  return { state, changes }
}

const start = anEvent('start', 0)
const interim = anEvent('interim-update', 600, { sessionSeconds: 600, inputOctets: 1_000 })
const stop = anEvent('stop', 900, { sessionSeconds: 900, inputOctets: 2_000, terminateCause: terminateCauseOf(1) })

describe('one session in its order', () => {
  test('it begins, goes on and ends', () => {
    const { state, changes } = tell([start, interim, stop])

    expect(changes).toEqual(['began', 'refreshed', 'ended'])
    expect(state).toMatchObject({
      began: { at: at(0), isExact: true },
      ended: { at: at(900), by: 'stop', terminateCause: { name: 'User-Request' } },
      lastHeardAt: at(600),
      counters: { sessionSeconds: 900, inputOctets: 2_000 },
    })
  })

  test('an Interim-Update without a Start begins it as long ago as it says', () => {
    const { state, changes } = tell([interim])

    expect(changes).toEqual(['began'])
    expect(state?.began).toEqual({ at: at(0), isExact: false })
  })
})

describe('out of order', () => {
  test('a Stop before its Start is one ended session, and the Start does not revive it', () => {
    const { state, changes } = tell([stop, arriving(start, at(901))])

    expect(changes).toEqual(['ended', 'completed'])
    expect(state).toMatchObject({ began: { at: at(0), isExact: true }, ended: { at: at(900), by: 'stop' } })
  })

  test('a Start that is sent again changes nothing that is seen', () => {
    const { state, changes } = tell([start, interim, arriving(start, at(700))])

    expect(changes).toEqual(['began', 'refreshed', 'refreshed'])
    expect(state).toMatchObject({ began: { at: at(0) }, lastHappenedAt: at(600), counters: { inputOctets: 1_000 } })
  })

  test('a Start that comes hours after its Stop leaves the session ended', () => {
    const { state, changes } = tell([start, stop, arriving(start, at(20_000)), arriving(start, at(30_000))])

    expect(changes).toEqual(['began', 'ended', 'unchanged', 'unchanged'])
    expect(state?.ended?.at).toEqual(at(900))
  })

  test('a NAS that never says when cannot revive a session either', () => {
    const untimed = { isTimed: false }

    const { changes } = tell([
      anEvent('start', 0, untimed),
      anEvent('stop', 900, untimed),
      anEvent('start', 5_000, untimed),
    ])

    expect(changes).toEqual(['began', 'ended', 'unchanged'])
  })

  test('an Interim-Update after its Stop is nothing new', () => {
    expect(tell([start, stop, arriving(interim, at(950))]).changes).toEqual(['began', 'ended', 'unchanged'])
  })

  test('of two Stops the first is the end', () => {
    const again = anEvent('stop', 960, { sessionSeconds: 960 })

    expect(tell([start, again, stop]).state?.ended?.at).toEqual(at(900))
    expect(tell([start, stop, again]).state?.ended?.at).toEqual(at(900))
  })

  test('what a late packet says fills gaps and overwrites nothing', () => {
    const early = anEvent('interim-update', 300, { facts: { framedIpAddress: '10.8.0.6', nasPort: 3 } })
    const late = anEvent('interim-update', 600, { facts: { framedIpAddress: '10.8.0.7' } })

    expect(tell([start, late, arriving(early, at(700))]).state?.facts).toMatchObject({
      framedIpAddress: '10.8.0.7',
      nasPort: 3,
    })
  })
})

describe('an id that is used again', () => {
  const grace = { facts: { userName: 'grace' } }

  test('after a Stop, by a session that demonstrably began later, is another session', () => {
    const first = tell([start, stop]).state

    expect(applyAccounting(first, anEvent('start', 2_000))).toMatchObject({
      change: 'began',
      state: { began: { at: at(2_000) }, ended: null },
    })
    expect(applyAccounting(first, anEvent('interim-update', 2_000, { sessionSeconds: 600 }))).toMatchObject({
      change: 'began',
      state: { began: { at: at(1_400), isExact: false } },
    })
  })

  test('by somebody else while it was open supersedes the session that was', () => {
    const first = tell([start, interim]).state

    const applied = applyAccounting(first, anEvent('start', 2_000, grace))

    expect(applied).toMatchObject({
      change: 'began',
      state: { facts: { userName: 'grace' }, ended: null },
      superseded: { facts: { userName: 'ada' }, ended: { at: at(2_000), by: 'superseded' } },
    })
  })

  test('is not confused by late packets of the session before', () => {
    const second = applyAccounting(tell([start]).state, anEvent('start', 2_000, grace)).state

    expect(tell([arriving(interim, at(2_001)), arriving(stop, at(2_002))], second)).toEqual({
      state: second,
      changes: ['unchanged', 'unchanged'],
    })
  })

  test('by the same user is not ended by the Stop of long before', () => {
    const second = tell([anEvent('start', 2_000)]).state

    expect(tell([arriving(stop, at(2_100))], second).changes).toEqual(['unchanged'])
  })
})

describe('Accounting-On and Accounting-Off', () => {
  test('end what the NAS had before', () => {
    for (const kind of ['accounting-on', 'accounting-off'] as const) {
      const { state, changes } = tell([start, interim, aRestart(kind, 1_000)])

      expect(changes).toEqual(['began', 'refreshed', 'ended'])
      expect(state?.ended).toEqual({ at: at(1_000), by: kind, terminateCause: null })
    }
  })

  test('end neither what began since, nor what others have', () => {
    const since = tell([anEvent('start', 1_000)]).state
    const others = tell([anEvent('start', 0, { nas: aNas('vpn-3') })]).state
    const elsewhere = tell([anEvent('start', 0, { sourceId: 'wifi' })]).state

    for (const state of [since, others, elsewhere])
      expect(applyAccounting(state, aRestart('accounting-on', 1_000))).toEqual({ state, change: 'unchanged' })
  })

  test('that come late do not end what began after them', () => {
    const late = arriving(aRestart('accounting-on', 1_000), at(2_000))

    expect(tell([anEvent('start', 1_500), late]).changes).toEqual(['began', 'unchanged'])
  })

  test('end a session that began before, though we hear of it only afterwards', () => {
    const applied = applyAccounting(undefined, arriving(start, at(1_100)), { at: at(1_000), by: 'accounting-on' })

    expect(applied).toMatchObject({ change: 'ended', state: { ended: { at: at(1_000), by: 'accounting-on' } } })
  })

  test('are corrected by the Stop of the session itself', () => {
    const { state, changes } = tell([start, aRestart('accounting-on', 1_000), arriving(stop, at(1_010))])

    expect(changes).toEqual(['began', 'ended', 'completed'])
    expect(state?.ended).toMatchObject({ by: 'stop', at: at(900) })
  })

  test('that were wrong give a row to the user who is online nevertheless', () => {
    const { changes } = tell([
      start,
      aRestart('accounting-on', 1_000),
      anEvent('interim-update', 1_200, { sessionSeconds: 1_200 }),
    ])

    expect(changes).toEqual(['began', 'ended', 'began'])
  })

  test('mean nothing where there is no session', () => {
    expect(applyAccounting(undefined, aRestart('accounting-off', 1))).toEqual({ state: undefined, change: 'unchanged' })
  })
})

describe('after a closure', () => {
  const open = tell([start]).state
  const closed = open && noteClosure(open, at(700))

  test('a Stop proves it', () => {
    const { state, changes } = tell([stop], closed)

    expect(changes).toEqual(['ended'])
    expect(state).toMatchObject({ closedAt: at(700), ended: { by: 'stop' } })
  })

  test('an Interim-Update that left the NAS later shows that the user is still online', () => {
    const { state, changes } = tell([anEvent('interim-update', 800)], closed)

    expect(changes).toEqual(['still-online'])
    expect(state).toMatchObject({ stillOnlineAt: at(800), ended: null, closedAt: at(700) })
  })

  test('an Interim-Update that left the NAS before says nothing about it', () => {
    const held = anEvent('interim-update', 650, { receivedAt: at(800), sentAt: at(650) })

    expect(tell([held], closed)).toMatchObject({ changes: ['refreshed'], state: { stillOnlineAt: null } })
  })

  test('an old Start that is sent again revives nothing and proves nothing', () => {
    const again = { ...arriving(anEvent('start', 0, { isTimed: false }), at(800)) }

    expect(tell([again], closed)).toMatchObject({
      changes: ['refreshed'],
      state: { stillOnlineAt: null, closedAt: at(700) },
    })
  })

  test('closing once more, and closing what has ended, changes nothing', () => {
    const over = tell([start, stop]).state

    expect(closed && noteClosure(closed, at(999))).toEqual(closed)
    expect(over && noteClosure(over, at(999))).toEqual(over)
  })
})

test('what names the session is kept from all its packets, the newest first', () => {
  const first = encodeAttributes([attribute('Acct-Session-Id', '0000002A'), attribute('NAS-Port', 3)])
  const later = encodeAttributes([attribute('Acct-Session-Id', '0000002A'), attribute('Framed-IP-Address', '10.8.0.6')])

  const { state } = tell([
    anEvent('start', 0, { attributes: first }),
    anEvent('interim-update', 60, { attributes: later }),
  ])

  expect(encodeAttributes(identificationFrom(state?.identification ?? ''))).toEqual(
    encodeAttributes([
      attribute('Acct-Session-Id', '0000002A'),
      attribute('Framed-IP-Address', '10.8.0.6'),
      attribute('NAS-Port', 3),
    ]),
  )
})
