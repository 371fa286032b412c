import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseRange, sameAddress } from './address-range.ts'
import { cameBack } from './came-back.ts'
import { aSession } from './cast/index.ts'
import { type Hold, holdOn, isInForce, keepsOut } from './hold.ts'
import { canonicalNetwork } from './network.ts'

const start = new Date('2026-03-02T09:00:00.000Z')
const moment = fc.integer({ min: 0, max: 86_400_000 }).map((ms) => new Date(start.getTime() + ms))
const aHold = fc.record({
  id: fc.uuid(),
  subject: fc.constantFrom<Hold['subject']>(
    { kind: 'user', userId: 'Ada' },
    { kind: 'user-at-source', userId: 'Ada', sourceId: 'portal', source: 'portal' },
    { kind: 'address', address: '192.0.2.0/24' },
  ),
  reason: fc.constant(''),
  messageToUser: fc.constant(null),
  heldBy: fc.constant(null),
  createdAt: fc.constant(start),
  endsAt: moment,
  liftedAt: fc.option(moment),
  liftedBy: fc.constant(null),
  closureId: fc.constant(null),
})
const comer = fc.record({
  userId: fc.constantFrom('Ada', 'ada'),
  sourceId: fc.constantFrom('portal', 'shop'),
  clientAddress: fc.constantFrom('192.0.2.9', '192.0.3.9', '::ffff:192.0.2.9', '', 'nowhere'),
})

test('somebody is kept out exactly while a hold that concerns them stands, and told of the one that lasts longest', () => {
  fc.assert(
    fc.property(fc.array(aHold), comer, moment, (holds, who, now) => {
      const standing = holds.filter((hold) => isInForce(hold, now) && keepsOut(hold, who))
      const found = holdOn(holds, who, now)
      expect(found === null).toBe(standing.length === 0)
      if (found) expect(found.endsAt.getTime()).toBe(Math.max(...standing.map(({ endsAt }) => endsAt.getTime())))
    }),
  )
})

test('a hold ends at its deadline and never begins again', () => {
  fc.assert(
    fc.property(aHold, moment, moment, (hold, one, other) => {
      const [earlier, later] = one <= other ? [one, other] : [other, one]
      if (!isInForce(hold, earlier)) expect(isInForce(hold, later)).toBe(false)
      if (earlier >= hold.endsAt) expect(isInForce(hold, earlier)).toBe(false)
    }),
  )
})

test('an address has one meaning, however it is written', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
      expect(parseRange(address)).not.toBeNull()
      expect(sameAddress(address, canonicalNetwork(address))).toBe(true)
    }),
  )
  expect(sameAddress('::ffff:192.0.2.1', '192.0.2.1')).toBe(true)
  expect(sameAddress('fe80::1%eth0', 'FE80:0::1')).toBe(true)
})

test.each([
  '',
  '/',
  '1.2.3',
  '1.2.3.4/33',
  '01.2.3.4',
  '1.2.3.4/',
  '::1/129',
  ':::',
  '1::2::3',
  '1:2:3:4:5:6:7:8:9',
  '1.2.3.4::',
  '192.0.2.1/24',
  'g::',
])('"%s" is no address', (text) => {
  expect(parseRange(text)).toBeNull()
})

test('whatever is written as an address, reading it ends and never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-f:./%]{0,50}$/)), (text) => void parseRange(text)),
  )
})

test('of several closures the latest before the logon is the one that somebody came back from', () => {
  const at = (seconds: number) => new Date(start.getTime() + seconds * 1000)
  const closed = (id: string, seconds: number) => aSession({ id, endedAt: at(seconds), closureId: `closure of ${id}` })
  const begins = aSession({ loggedOnAt: at(60) })

  expect(cameBack(begins, [closed('one', 10), closed('two', 56), closed('later', 90)], 600_000)).toEqual({
    closureId: 'closure of two',
    sessionId: 'two',
    afterMs: 4_000,
  })
  expect(cameBack(begins, [closed('one', 10)], 49_999)).toBeNull()
  expect(cameBack(begins, [closed('cut off', 60.9)], 600_000)).toMatchObject({ afterMs: 0 })
})
