import type { Hold, NewSession, RegistrationRules } from '@curfew/registry'
import { aNewSession } from '@curfew/registry/cast'
import { expect, test } from 'vitest'
import { aRadiusSession, begin, keepBy } from './accounting-acts.ts'
import { anActor, end, minutesLater, newId, now, searchFor } from './acts.ts'
import { forEachStore } from './stores.ts'

function aHold(overrides: Partial<Hold> = {}): Hold {
  return {
    id: newId('hold'),
    subject: { kind: 'user', userId: newId('user') },
    reason: 'Stolen laptop',
    messageToUser: 'Call the service desk.',
    heldBy: anActor,
    createdAt: now,
    endsAt: minutesLater(15),
    liftedAt: null,
    liftedBy: null,
    closureId: null,
    ...overrides,
  }
}

const anEntry = (target: string) => ({ id: newId('audit'), at: now, actor: anActor, act: 'tested', target, detail: {} })
const at = (moment: Date): RegistrationRules => ({ now: moment, cameBackWithinMs: 600_000 })

forEachStore('holds', (store) => {
  const hold = async (overrides: Partial<Hold> = {}) => {
    const made = aHold(overrides)
    await store().createHold(made, anEntry(made.id))
    return made
  }

  test('a hold is remembered as it is, of each kind, and listed newest first page by page', async () => {
    const made = [
      await hold({ createdAt: minutesLater(1) }),
      await hold({
        createdAt: minutesLater(2),
        subject: { kind: 'user-at-source', userId: 'Ada', sourceId: 'portal', source: 'Portal' },
        heldBy: null,
        messageToUser: null,
        closureId: 'some-closure',
      }),
      await hold({ createdAt: minutesLater(3), subject: { kind: 'address', address: '192.0.2.0/28' } }),
    ]

    for (const one of made) expect(await store().holdById(one.id)).toEqual(one)
    const first = await store().holds(2, null)
    const second = await store().holds(100, first.nextCursor)
    const mine = new Set(made.map(({ id }) => id))
    const listed = [...first.items, ...second.items].map(({ id }) => id).filter((id) => mine.has(id))
    expect(listed).toEqual(made.map(({ id }) => id).toReversed())
    expect(await store().holdById('no such hold')).toBeUndefined()
    for (const { id } of made) await store().liftHold(id, now, null, anEntry(id))
  })

  test('a hold is in force until its end and not at it; lifting ends it once', async () => {
    const held = await hold()
    const inForce = async (moment: Date) => (await store().holdsInForce(moment)).some(({ id }) => id === held.id)

    expect([
      await inForce(now),
      await inForce(new Date(held.endsAt.getTime() - 1)),
      await inForce(held.endsAt),
    ]).toEqual([true, true, false])
    expect(await store().liftHold('no such hold', now, anActor, anEntry('x'))).toBe('not-found')
    expect(await store().liftHold(held.id, minutesLater(1), anActor, anEntry(held.id))).toBe('lifted')
    expect(await store().liftHold(held.id, minutesLater(2), null, anEntry(held.id))).toBe('over')
    expect(await inForce(minutesLater(1))).toBe(false)
    expect(await store().holdById(held.id)).toEqual({ ...held, liftedAt: minutesLater(1), liftedBy: anActor })
  })

  test('whom a hold keeps out is not registered; user ids are compared as they are, open sessions are not touched', async () => {
    const userId = newId('Ada')
    const [before, exempt] = [aNewSession({ userId }), aNewSession({ userId, isExemptFromHolds: true })]
    await store().register([before], at(now))
    const held = await hold({ subject: { kind: 'user', userId } })
    const [refused, other] = [aNewSession({ userId }), aNewSession({ userId: userId.toLowerCase() })]

    const outcomes = await store().register([refused, other, exempt, before], at(minutesLater(14)))

    expect(outcomes).toEqual([
      { outcome: 'held', sessionId: null, hold: held },
      { outcome: 'registered', sessionId: other.id },
      { outcome: 'registered', sessionId: exempt.id },
      { outcome: 'already', sessionId: before.id },
    ])
    expect(await store().sessionById(refused.id)).toBeUndefined()
    expect(await store().register([refused], at(held.endsAt))).toEqual([
      { outcome: 'registered', sessionId: refused.id },
    ])
  })

  test('a hold at one source keeps nobody out elsewhere; one on a network keeps out all that come from it', async () => {
    const userId = newId('user')
    const there = await hold({ subject: { kind: 'user-at-source', userId, sourceId: 'portal', source: 'portal' } })
    const network = await hold({ subject: { kind: 'address', address: '2001:db8::/64' } })
    const outcomes = await store().register(
      [
        aNewSession({ userId }),
        aNewSession({ userId, sourceId: 'shop', source: 'shop' }),
        aNewSession({ clientAddress: '2001:DB8:0:0::7' }),
        aNewSession({ clientAddress: '2001:db8:0:1::7' }),
        aNewSession({ clientAddress: 'somewhere' }),
      ],
      at(now),
    )

    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['held', 'registered', 'held', 'registered', 'registered'])
    for (const { id } of [there, network]) await store().liftHold(id, now, null, anEntry(id))
  })

  test('a session of a NAS cannot be refused: it is registered, and the answer says that it is to be closed', async () => {
    const userId = newId('user')
    const held = await hold({ subject: { kind: 'user', userId } })
    const session = aNewSession({ kind: 'radius', userId, sourceId: 'vpn-1', source: 'vpn-1' })

    expect(await store().register([session], at(now))).toEqual([
      { outcome: 'registered', sessionId: session.id, hold: held },
    ])
  })

  test('what a NAS tells of somebody who is kept out is kept, as it is true, and the answer says that it is to be closed', async () => {
    const userId = newId('user')
    const held = await hold({ subject: { kind: 'user', userId } })
    const [session, other] = [aRadiusSession({ userId }), aRadiusSession({ handle: newId('handle') })]

    expect(await keepBy(store(), now, begin(session), begin(other))).toEqual([
      { sessionId: session.id, did: 'kept', closureIds: [], hold: held },
      { sessionId: other.id, did: 'kept', closureIds: [] },
    ])
    expect(await store().sessionById(session.id)).toMatchObject({ status: 'active', userId })
    const again = { ...aRadiusSession({ userId }), handle: session.handle }
    expect(await keepBy(store(), now, begin(again))).toEqual([{ sessionId: session.id, did: 'kept', closureIds: [] }])
    const later = aRadiusSession({ userId })
    expect(await keepBy(store(), held.endsAt, begin(later))).toEqual([
      { sessionId: later.id, did: 'kept', closureIds: [] },
    ])
  })

  test('a session that is told of after a hold and went on before it is no new one', async () => {
    const userId = newId('user')
    const held = await hold({ subject: { kind: 'user', userId }, createdAt: minutesLater(1), endsAt: minutesLater(9) })
    const since = (minutes: number) => ({ ...aRadiusSession({ userId }), goesOnSince: minutesLater(minutes) })
    const [before, after] = [since(0), since(2)]

    const outcomes = await keepBy(store(), minutesLater(3), begin(before), begin(after))
    const registered = await store().register([since(0)], at(minutesLater(3)))

    expect(outcomes.map((outcome) => outcome.hold?.id)).toEqual([undefined, held.id])
    expect(registered.map((one) => 'hold' in one)).toEqual([false])
  })

  test('at a NAS either address counts, that of the device and the one it was given', async () => {
    const network = await hold({ subject: { kind: 'address', address: '10.99.0.0/16' } })
    const [inside, outside] = ['203.0.113.9, 10.99.3.4', '203.0.113.9, 10.98.3.4'].map((clientAddress) =>
      aRadiusSession({ clientAddress }),
    ) as [NewSession, NewSession]

    const outcomes = await keepBy(store(), now, begin(inside), begin(outside))

    expect(outcomes.map((outcome) => outcome.hold?.id)).toEqual([network.id, undefined])
    await store().liftHold(network.id, now, null, anEntry(network.id))
  })

  test('who dials in again soon after a closure is marked', async () => {
    const [userId, closureId] = [newId('user'), newId('closure')]
    const closed = aRadiusSession({ userId })
    await keepBy(store(), now, begin(closed))
    await end(store(), [closed.id], { closureId, at: now })
    const back = aRadiusSession({ userId, loggedOnAt: new Date(now.getTime() + 4_000) })

    expect(await keepBy(store(), minutesLater(1), begin(back))).toMatchObject([
      { sessionId: back.id, cameBack: { closureId, sessionId: closed.id, afterMs: 4_000 } },
    ])
    expect((await store().comingsBack(closureId, 9)).items.map(({ id }) => id)).toEqual([back.id])
  })

  test('holds that are long over are forgotten', async () => {
    const [over, lifted, standing] = [
      await hold(),
      await hold({ endsAt: minutesLater(60) }),
      await hold({ endsAt: minutesLater(60) }),
    ]
    await store().liftHold(lifted.id, minutesLater(5), null, anEntry(lifted.id))

    await store().forgetEnded(minutesLater(20), 1)

    const left = await Promise.all(
      [over, lifted, standing].map(async ({ id }) => (await store().holdById(id)) !== undefined),
    )
    expect(left).toEqual([false, false, true])
    await store().liftHold(standing.id, now, null, anEntry(standing.id))
  })

  test('who comes back from the same source or address soon after a closure is marked, found by a search and listed', async () => {
    const [userId, closureId] = [newId('user'), newId('closure')]
    const closed = aNewSession({ userId, clientAddress: '192.0.2.7' })
    await store().register([closed], at(now))
    await end(store(), [closed.id], { closureId, at: now })
    const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)
    const comes = (seconds: number, rest: Parameters<typeof aNewSession>[0] = {}) =>
      aNewSession({ userId, clientAddress: '203.0.113.9', loggedOnAt: later(seconds), ...rest })
    const sameSource = comes(4)
    const sameAddress = comes(9, { sourceId: 'shop', source: 'shop', clientAddress: '::ffff:192.0.2.7' })
    const others = [
      comes(5, { sourceId: 'shop', source: 'shop' }),
      comes(5, { userId: userId.toUpperCase() }),
      comes(601),
      comes(-2),
    ]

    const outcomes = await store().register([sameSource, sameAddress, ...others], at(later(10)))

    expect(outcomes.map((outcome) => (outcome.outcome === 'registered' ? (outcome.cameBack ?? null) : 'not'))).toEqual([
      { closureId, sessionId: closed.id, afterMs: 4_000 },
      { closureId, sessionId: closed.id, afterMs: 9_000 },
      null,
      null,
      null,
      null,
    ])
    expect(await store().sessionById(sameSource.id)).toMatchObject({
      cameBack: { closureId, sessionId: closed.id, afterMs: 4_000 },
    })
    const back = await store().comingsBack(closureId, 1)
    expect([back.items.map(({ id }) => id), back.total]).toEqual([[sameAddress.id], 2])
    const filters = [
      { field: 'cameBack', operator: 'equals', value: 'yes' },
      { field: 'userId', operator: 'equals', value: userId },
    ] as const
    const found = await store().page({
      ...searchFor(filters, later(20)),
      sort: [{ field: 'loggedOnAt', descending: false }],
      limit: 10,
      cursor: null,
    })
    expect(found.items.map(({ id }) => id)).toEqual([sameSource.id, sameAddress.id])
    expect(await store().count(searchFor(filters.slice(0, 1), later(20)))).toBeGreaterThanOrEqual(2)
  })

  test('what counts as coming back can be changed, and nobody comes back where it is nothing', async () => {
    const [userId, closureId] = [newId('user'), newId('closure')]
    const closed = aNewSession({ userId })
    await store().register([closed], at(now))
    await end(store(), [closed.id], { closureId, at: now })
    const soon = aNewSession({ userId, loggedOnAt: now })

    expect(await store().register([soon], { now, cameBackWithinMs: 0 })).toEqual([
      { outcome: 'registered', sessionId: soon.id },
    ])
    expect(await store().settings()).toEqual({ cameBackWithinSeconds: 600 })
    expect(await store().changeSettings({ cameBackWithinSeconds: 60 }, anEntry('settings'))).toEqual({
      cameBackWithinSeconds: 60,
    })
    expect(await store().settings()).toEqual({ cameBackWithinSeconds: 60 })
    await store().changeSettings({ cameBackWithinSeconds: 600 }, anEntry('settings'))
  })
})
