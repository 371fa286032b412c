import { describe, expect, test } from 'vitest'
import { type AccountingEvent, readAccounting, type SessionEvent } from './accounting-event.ts'
import { attribute } from './attribute.ts'
import { type Attribute, packetCodes } from './packet.ts'
import { packetOf, radclient } from './packets.test-kit.ts'
import { signRequest } from './signature.ts'

const receivedAt = new Date('2026-03-02T09:00:05.000Z')
type Origin = Parameters<typeof readAccounting>[1]
const from: Origin = { source: { id: 'vpn', nasKnownBy: 'attributes' }, address: '192.0.2.7', receivedAt }

function readingOf(attributes: readonly Attribute[], origin = from) {
  const draft = { code: packetCodes.accountingRequest, identifier: 1, attributes }
  return readAccounting(packetOf(signRequest(draft, Buffer.from('secret'))), origin)
}

function eventOf(attributes: readonly Attribute[], origin = from): AccountingEvent {
  const reading = readingOf(attributes, origin)
  if (reading.is !== 'event') throw new Error(`This should be an event, and is ${reading.is}.`)
  return reading.event
}

function sessionEventOf(attributes: readonly Attribute[]): SessionEvent {
  const event = eventOf([attribute('Acct-Session-Id', 'a'), ...attributes])
  if (!('acctSessionId' in event)) throw new Error('This should be about a session.')
  return event
}

const start = attribute('Acct-Status-Type', 1)
const stop = attribute('Acct-Status-Type', 2)

test("radclient's Start tells all that was given to it", () => {
  const reading = readAccounting(packetOf(radclient.start), from)

  expect(reading).toMatchObject({
    is: 'event',
    event: {
      kind: 'start',
      sourceId: 'vpn',
      acctSessionId: '0000002A',
      nas: { key: 'vpn-2', sentFrom: '192.0.2.7', identifier: 'vpn-2', ipAddress: '192.0.2.7', ipv6Address: null },
      happenedAt: new Date('2026-03-02T09:00:00.000Z'),
      sentAt: receivedAt,
      isTimed: true,
      clockOffsetSeconds: -5,
      facts: {
        userName: 'ada',
        callingStationId: '203.0.113.9',
        calledStationId: '198.51.100.1',
        framedIpAddress: '10.8.0.6',
        framedIpv6Address: '2001:db8::6',
        framedIpv6Prefix: '2001:db8:42::/48',
        nasPort: 3,
        nasPortType: 'Virtual',
        class: '\\x{01}\\x{02}\\x{ff}',
        multiSessionId: null,
      },
      terminateCause: null,
    },
  })
})

test('Gigawords are part of the octets', () => {
  expect(readAccounting(packetOf(radclient.interim), from)).toMatchObject({
    event: {
      kind: 'interim-update',
      counters: { sessionSeconds: 600, inputOctets: 3 * 2 ** 32 - 1, outputOctets: 7, inputPackets: null },
    },
  })
})

test('a Stop says why in words', () => {
  const event = sessionEventOf([stop, attribute('Acct-Terminate-Cause', 6)])

  expect(event.terminateCause).toEqual({
    code: 6,
    name: 'Admin-Reset',
    words: 'An administrator reset the session or its port.',
  })
  expect(sessionEventOf([stop, attribute('Acct-Terminate-Cause', 99)]).terminateCause?.words).toContain('cause 99')
  expect(sessionEventOf([stop]).terminateCause).toBeNull()
})

test('ids of every character survive', () => {
  for (const id of ['5e2f/1+a=:b', 'a b', '"quoted",;', 'CORP\\ada', '%2F..', 'ü', '\ufeffa'])
    expect(eventOf([start, attribute('Acct-Session-Id', id)])).toMatchObject({ acctSessionId: id })
})

test('Accounting-On and Accounting-Off are about the NAS and need no session', () => {
  expect(eventOf([attribute('Acct-Status-Type', 7)])).toMatchObject({
    kind: 'accounting-on',
    nas: { key: '192.0.2.7' },
  })
  expect(eventOf([attribute('Acct-Status-Type', 8)])).toMatchObject({ kind: 'accounting-off' })
})

test.each([9, 10, 13, 14, 15, 77])('Acct-Status-Type %i is not kept', (status) => {
  expect(readingOf([attribute('Acct-Status-Type', status)])).toEqual({ is: 'not-kept' })
})

test.each([
  ['no Acct-Status-Type', [attribute('Acct-Session-Id', 'a')]],
  ['an Acct-Status-Type of three octets', [{ type: 40, value: Buffer.alloc(3) }]],
  ['no Acct-Session-Id', [start]],
  ['an empty Acct-Session-Id', [start, { type: 44, value: Buffer.alloc(0) }]],
])('with %s it is malformed', (_what, attributes) => {
  expect(readingOf(attributes)).toMatchObject({ is: 'malformed' })
})

describe('which NAS it is', () => {
  const session = [start, attribute('Acct-Session-Id', 'a')]
  const name = attribute('NAS-Identifier', 'ap-17')
  const ipv4 = attribute('NAS-IP-Address', '10.0.0.9')
  const ipv6 = attribute('NAS-IPv6-Address', '2001:db8::9')

  test('it says by its name, else by its address, else the packet does', () => {
    expect(eventOf([...session, ipv4, name]).nas.key).toBe('ap-17')
    expect(eventOf([...session, ipv6, ipv4]).nas.key).toBe('10.0.0.9')
    expect(eventOf([...session, ipv6]).nas.key).toBe('2001:db8::9')
    expect(eventOf(session).nas.key).toBe('192.0.2.7')
  })

  test('the packet alone says where the source is set to that', () => {
    const byAddress = { ...from, source: { id: 'vpn', nasKnownBy: 'address' } as const }

    expect(eventOf([...session, name], byAddress).nas).toMatchObject({ key: '192.0.2.7', identifier: 'ap-17' })
  })
})

describe('when it happened', () => {
  const times = (attributes: readonly Attribute[]) => {
    const { happenedAt, sentAt, isTimed, clockOffsetSeconds } = sessionEventOf([start, ...attributes])
    const seconds = (date: Date) => (date.getTime() - receivedAt.getTime()) / 1000
    return { happened: seconds(happenedAt), sent: seconds(sentAt), isTimed, clockOffsetSeconds }
  }
  const stamped = (seconds: number) => attribute('Event-Timestamp', new Date(receivedAt.getTime() + seconds * 1000))

  test('is when it came, if it does not say', () => {
    expect(times([])).toEqual({ happened: 0, sent: 0, isTimed: false, clockOffsetSeconds: null })
  })

  test('is Acct-Delay-Time before it came', () => {
    expect(times([attribute('Acct-Delay-Time', 90)])).toEqual({
      happened: -90,
      sent: -90,
      isTimed: true,
      clockOffsetSeconds: null,
    })
  })

  test('is its Event-Timestamp, also when it was held back for a day', () => {
    expect(times([stamped(-86_400)])).toMatchObject({ happened: -86_400, sent: 0, isTimed: true })
    expect(times([stamped(-90), attribute('Acct-Delay-Time', 90)])).toMatchObject({
      happened: -90,
      clockOffsetSeconds: 0,
    })
  })

  test('is not what a clock says that is plainly wrong', () => {
    const in1970 = attribute('Event-Timestamp', new Date(42_000))

    expect(times([stamped(301)])).toMatchObject({ happened: 0, isTimed: false, clockOffsetSeconds: 301 })
    expect(times([in1970])).toMatchObject({ happened: 0, isTimed: false })
    expect(times([stamped(300)])).toMatchObject({ happened: 300, isTimed: true })
  })

  test('is never further back than a week, whatever Acct-Delay-Time says', () => {
    expect(times([attribute('Acct-Delay-Time', 2 ** 32 - 1)]).sent).toBe(-7 * 86_400)
  })
})

test('an empty User-Name is none', () => {
  expect(sessionEventOf([start, { type: 1, value: Buffer.alloc(0) }]).facts.userName).toBeNull()
})
