import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aRecord, listeningTo, nothingTold } from './a-radius-record.test-kit.ts'
import { aSource } from './cast/index.ts'
import { isLimit } from './limits.ts'
import { isMoreTold, newRadiusSession, shownOf, silenceLimitSeconds, staleAtOf } from './radius-rules.ts'

const began = new Date('2026-03-02T09:15:00.000Z')
const later = (seconds: number) => new Date(began.getTime() + seconds * 1_000)
const facts = (more: Partial<typeof nothingTold>) => ({ facts: { ...nothingTold, ...more } })

describe('what the grid shows', () => {
  test('of a user is the name, without one the device, and without that the id of the session', () => {
    const userIdOf = (more: Partial<typeof nothingTold>) => shownOf(aRecord(facts(more)), began).userId

    expect(userIdOf({})).toBe('ada')
    expect(userIdOf({ userName: null })).toBe('203.0.113.9')
    expect(userIdOf({ userName: null, callingStationId: null })).toBe('a/b+c=:d')
  })

  test('of an address is the device and what it was given inside, IPv4 before IPv6 before its prefix', () => {
    const addressOf = (more: Partial<typeof nothingTold>) => shownOf(aRecord(facts(more)), began).clientAddress
    const inside = { framedIpAddress: '10.0.0.7', framedIpv6Address: '2001:db8::7', framedIpv6Prefix: '2001:db8::/64' }

    expect(addressOf({})).toBe('203.0.113.9')
    expect(addressOf(inside)).toBe('203.0.113.9, 10.0.0.7')
    expect(addressOf({ ...inside, framedIpAddress: null })).toBe('203.0.113.9, 2001:db8::7')
    expect(addressOf({ framedIpv6Prefix: '2001:db8::/64', callingStationId: null })).toBe('2001:db8::/64')
    expect(addressOf({ framedIpAddress: '203.0.113.9' })).toBe('203.0.113.9')
    expect(addressOf({ callingStationId: null })).toBe('')
  })

  test('of a beginning is never in the future, whatever the clock of the NAS says', () => {
    expect(shownOf(aRecord({ began: { at: later(900), isExact: true } }), began).loggedOnAt).toEqual(began)
    expect(shownOf(aRecord(), later(900)).loggedOnAt).toEqual(began)
  })
})

describe('a session that a NAS told of', () => {
  test('is active from its beginning, ends by silence alone, and belongs to its source', () => {
    const source = aSource({ id: 'vpn', name: 'VPN', radius: listeningTo() })

    const session = newRadiusSession(source, { id: 'one', handle: 'h' }, aRecord({ lastHeardAt: later(5) }), later(9))

    expect(session).toMatchObject({ id: 'one', handle: 'h', kind: 'radius', sourceId: 'vpn', source: 'VPN' })
    expect(session).toMatchObject({ status: 'active', loggedOnAt: began, lastActivityAt: later(5) })
    expect(session.idleLimitSeconds).toBe(3_600)
    expect(isLimit(session.absoluteLimitSeconds)).toBe(false)
  })

  test('was not active before it began: a packet that was late does not make it older than itself', () => {
    const heardEarlier = aRecord({ lastHeardAt: later(-60) })

    const session = newRadiusSession(
      aSource({ radius: listeningTo() }),
      { id: 'one', handle: 'h' },
      heardEarlier,
      began,
    )

    expect(session.lastActivityAt).toEqual(began)
  })
})

describe('the silence of a NAS', () => {
  test('ends a session after the limit that was set, and only where Interim-Updates are expected', () => {
    expect(silenceLimitSeconds(listeningTo())).toBe(3_600)
    expect(isLimit(silenceLimitSeconds(listeningTo({ endAfterSeconds: null })))).toBe(false)
    expect(isLimit(silenceLimitSeconds(listeningTo({ interimSeconds: null })))).toBe(false)
    expect(isLimit(silenceLimitSeconds(null))).toBe(false)
  })

  test('makes an open session stale when it has missed as many as it may, and an ended one never', () => {
    const open = { endedAt: null, lastActivityAt: began }

    expect(staleAtOf(open, listeningTo())).toEqual(later(180))
    expect(staleAtOf(open, listeningTo({ interimSeconds: null }))).toBeNull()
    expect(staleAtOf(open, null)).toBeNull()
    expect(staleAtOf({ ...open, endedAt: began }, listeningTo())).toBeNull()
  })
})

describe('what is told', () => {
  const end = { at: later(60), by: 'stop', terminateCause: { code: 1, name: 'User-Request', words: '' } } as const

  test('is no more than before when only times and counters have moved', () => {
    const counted = { sessionSeconds: 99, inputOctets: 1, outputOctets: 2, inputPackets: 3, outputPackets: 4 }
    const moved = { lastHeardAt: later(60), lastHappenedAt: later(60), clockOffsetSeconds: 9, counters: counted }

    expect(isMoreTold(aRecord(), aRecord(moved))).toBe(false)
    expect(isMoreTold(aRecord({ end }), aRecord({ end: { ...end } }))).toBe(false)
  })

  test.each([
    ['where it comes from', { sentFrom: '192.0.2.2' }],
    ['what names it', { identification: 'AQVhZGEy' }],
    ['when it began', { began: { at: later(1), isExact: true } }],
    ['whether the NAS told of its beginning', { began: { at: began, isExact: false } }],
    ['that it ended', { end }],
  ])('is more when it says anew %s', (_what, more) => {
    expect(isMoreTold(aRecord(), aRecord(more))).toBe(true)
  })

  test('is more when it ended otherwise than was known', () => {
    const ended = aRecord({ end })

    expect(isMoreTold(ended, aRecord({ end: { ...end, by: 'silence' } }))).toBe(true)
    expect(isMoreTold(ended, aRecord({ end: { ...end, at: later(61) } }))).toBe(true)
    expect(isMoreTold(ended, aRecord({ end: { ...end, terminateCause: null } }))).toBe(true)
    expect(isMoreTold(ended, aRecord())).toBe(true)
  })

  test('is more with every single fact that differs', () => {
    const fact = fc.constantFrom(...Object.keys(nothingTold).filter((name) => name !== 'nasPort'))

    fc.assert(
      fc.property(fact, fc.string({ minLength: 10 }), (name, said) => {
        expect(isMoreTold(aRecord(), aRecord(facts({ [name]: said })))).toBe(true)
      }),
    )
    expect(isMoreTold(aRecord(), aRecord(facts({ nasPort: 7 })))).toBe(true)
  })
})
