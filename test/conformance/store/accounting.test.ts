import { type KeptRadius, noLimitSeconds } from '@curfew/registry'
import { expect, test } from 'vitest'
import { aRadiusSession, aRecord, begin, goOn, keep, known, nothingTold } from './accounting-acts.ts'
import { allPages, aNewDelivery, anAudit, end, ids, minutesLater, newId, now, searchFor } from './acts.ts'
import { forEachStore } from './stores.ts'

forEachStore('accounting', (store) => {
  test('a session that a NAS told of is in the grid and is known with everything that was told', async () => {
    const session = aRadiusSession()

    const outcomes = await keep(store(), begin(session))

    expect(outcomes).toEqual([{ sessionId: session.id, did: 'kept', closureIds: [] }])
    expect(ids(await allPages(store()))).toEqual([session.id])
    const { id, sourceId, handle, userId, clientAddress, loggedOnAt, status, idleLimitSeconds } = session
    expect(await known(store(), session)).toEqual({
      id,
      sourceId,
      handle,
      userId,
      clientAddress,
      loggedOnAt,
      status,
      idleLimitSeconds,
      endedAt: null,
      closureId: null,
      radius: aRecord(),
    })
    expect(await store().radiusOfSessions(['no such id', session.id])).toEqual(new Map([[session.id, aRecord()]]))
  })

  test('an Interim-Update moves times and counters, and how long the session may be silent counts from it', async () => {
    const session = aRadiusSession()
    await keep(store(), begin(session))
    const heard = aRecord({
      lastHeardAt: minutesLater(50),
      lastHappenedAt: minutesLater(50),
      counters: { ...aRecord().counters, inputOctets: 2 ** 50, sessionSeconds: 3_000 },
    })

    await keep(store(), goOn(session, heard))

    expect((await known(store(), session))?.radius).toEqual(heard)
    expect((await store().sessionById(session.id))?.lastActivityAt).toEqual(minutesLater(50))
    expect(await store().expiredSessions(minutesLater(109), 10)).toEqual([])
    expect(ids(await store().expiredSessions(minutesLater(110), 10))).toEqual([session.id])
  })

  test('what the grid shows follows what the NAS says, and is found by it and no longer by what it was', async () => {
    const session = aRadiusSession({ loggedOnAt: minutesLater(5), lastActivityAt: minutesLater(5) })
    await keep(store(), begin(session))
    const facts = { ...nothingTold, userName: 'grace', framedIpAddress: '10.8.0.2' }
    const shown = { userId: 'grace', clientAddress: '203.0.113.9, 10.8.0.2', loggedOnAt: minutesLater(-200) }

    await keep(store(), goOn(session, aRecord({ facts }), { isMoreTold: true, shown }))

    expect(await store().sessionById(session.id)).toMatchObject(shown)
    expect((await store().radiusOfSessions([session.id])).get(session.id)?.facts).toEqual(facts)
    const found = (field: 'userId' | 'clientAddress', value: string) =>
      allPages(store(), { filters: [{ field, operator: 'contains', value }] })
    expect(ids(await found('clientAddress', '8.0.2'))).toEqual([session.id])
    expect(ids(await found('userId', 'grac'))).toEqual([session.id])
    expect(await found('userId', session.userId)).toEqual([])
    const { loggedOnHistogram, total } = await store().summarize(searchFor())
    expect(total).toBe(1)
    expect(loggedOnHistogram.reduce((sum, { count }) => sum + count, 0)).toBe(1)
  })

  test('a Stop closes an open session, once, and a new one may begin under its handle', async () => {
    const session = aRadiusSession()
    await keep(store(), begin(session))
    const over = aRecord({
      end: {
        at: minutesLater(3),
        by: 'stop',
        terminateCause: { code: 1, name: 'User-Request', words: 'The user ended it.' },
      },
    })
    const stop = goOn(session, over, { isMoreTold: true, endsAt: minutesLater(3) })

    const first = await keep(store(), stop)
    const second = await keep(store(), stop)
    const next = aRadiusSession({ handle: session.handle })
    await keep(store(), begin(next))

    expect(first).toEqual([{ sessionId: session.id, did: 'ended', closureIds: [] }])
    expect(second).toEqual([{ sessionId: session.id, did: 'kept', closureIds: [] }])
    expect(await store().sessionById(session.id)).toMatchObject({
      status: 'closed',
      ending: 'source',
      endedAt: minutesLater(3),
    })
    expect((await store().radiusOfSessions([session.id])).get(session.id)).toEqual(over)
    expect((await known(store(), session))?.id).toBe(next.id)
    expect(ids(await allPages(store()))).toEqual([next.id])
  })

  test('one transaction begins and ends: a Stop before its Start is one row that is over', async () => {
    const session = aRadiusSession()

    const outcomes = await keep(store(), { ...begin(session), endsAt: minutesLater(2) })

    expect(outcomes[0]?.did).toBe('ended')
    expect(await allPages(store())).toEqual([])
    expect((await known(store(), session))?.status).toBe('closed')
  })

  test('a handle that is open already is taken for that session, also by what follows in the batch', async () => {
    const [first, again] = [aRadiusSession(), aRadiusSession()]
    const twin = { ...again, handle: first.handle }
    await keep(store(), begin(first))

    const outcomes = await keep(store(), begin(twin), goOn(twin, aRecord({ end: null }), { endsAt: minutesLater(4) }))

    expect(outcomes.map(({ sessionId, did }) => [sessionId, did])).toEqual([
      [first.id, 'kept'],
      [first.id, 'ended'],
    ])
    expect(await store().sessionById(twin.id)).toBeUndefined()
  })

  test('a Stop proves that a session that was closing is over, and verifies what its NAS was told', async () => {
    const session = aRadiusSession()
    await keep(store(), begin(session))
    const delivery = aNewDelivery({ channel: 'radius-disconnect', recipient: 'nas', recipientName: 'nas' })
    await end(store(), [session.id], { status: 'closing', deliveries: () => [delivery] })
    const closing = await known(store(), session)

    const interim = await keep(store(), goOn(session, aRecord({ stillOnlineAt: minutesLater(1) })))
    const stop = await keep(store(), goOn(session, aRecord(), { endsAt: minutesLater(2) }))

    expect(closing).toMatchObject({ status: 'closing', endedAt: now })
    expect([interim[0]?.did, stop[0]?.did]).toEqual(['kept', 'proved'])
    expect(await store().sessionById(session.id)).toMatchObject({ status: 'closed', ending: 'logoff', endedAt: now })
    expect(await store().deliveryById(delivery.id)).toMatchObject({
      status: 'verified',
      verifiedAt: minutesLater(9),
      nextAttemptAt: null,
    })
    expect(await allPages(store())).toEqual([])
  })

  test('of what is closing it is known which go on all the same, by session and by closure, until they are over', async () => {
    const [one, two, open] = [aRadiusSession(), aRadiusSession(), aRadiusSession()]
    await keep(store(), begin(one), begin(two), begin(open, aRecord({ stillOnlineAt: minutesLater(1) })))
    const closureId = newId('closure')
    await end(store(), [one.id, two.id], { status: 'closing', closureId })
    const ofAll = [one.id, two.id, open.id, newId('nobody')]
    const before = await store().stillOnline(ofAll)

    await keep(store(), goOn(one, aRecord({ stillOnlineAt: minutesLater(2) })), goOn(two, aRecord()))
    const during = [await store().stillOnline(ofAll), await store().countStillOnline([closureId, newId('closure')])]
    await keep(store(), goOn(one, aRecord({ stillOnlineAt: minutesLater(2) }), { endsAt: minutesLater(3) }))

    expect(before).toEqual(new Map())
    expect(during).toEqual([new Map([[one.id, minutesLater(2)]]), new Map([[closureId, 1]])])
    expect(await store().stillOnline(ofAll)).toEqual(new Map())
    expect(await store().countStillOnline([closureId])).toEqual(new Map())
    expect(await store().countStillOnline([])).toEqual(new Map())
  })

  test('those of a closure are counted once each, however often their NAS speaks of them, and not once their NAS is silent or they are forgotten', async () => {
    const some = Array.from({ length: 3 }, () => aRadiusSession())
    const [stays, silent, other] = some
    if (!stays || !silent || !other) throw new Error('There are three.')
    await keep(store(), ...some.map((one) => begin(one)))
    const [closureId, elsewhere] = [newId('closure'), newId('closure')]
    const told = () => [aNewDelivery({ channel: 'radius-disconnect', recipient: 'nas', recipientName: 'nas' })]
    await end(store(), [stays.id, silent.id], { status: 'closing', closureId, deliveries: told })
    await end(store(), [other.id], { status: 'closing', closureId: elsewhere, deliveries: told })
    const counts = async () => Object.fromEntries(await store().countStillOnline([closureId, elsewhere]))
    const goesOn = (minutes: number) => aRecord({ stillOnlineAt: minutesLater(minutes) })

    await keep(store(), ...some.map((one) => goOn(one, goesOn(1))))
    await keep(store(), goOn(stays, goesOn(2)), goOn(stays, goesOn(3)))
    const during = await counts()
    await store().confirmClosed([silent.id])
    await keep(store(), goOn(silent, goesOn(4)))
    const later = await counts()
    await store().forgetEnded(minutesLater(60), 1_000)

    expect(during).toEqual({ [closureId]: 2, [elsewhere]: 1 })
    expect(later).toEqual({ [closureId]: 1, [elsewhere]: 1 })
    expect(await counts()).toEqual({})
  })

  test('of one NAS the sessions that are not closed are gone through in their order', async () => {
    const [one, two, three, elsewhere] = [aRadiusSession(), aRadiusSession(), aRadiusSession(), aRadiusSession()]
    await keep(store(), begin(one), begin(two), begin(three), begin(elsewhere, aRecord({ nasKey: 'vpn-2' })))
    await end(store(), [two.id], { status: 'closing' })
    await end(store(), [three.id])

    const nas = { sourceId: 'nas', nasKey: 'vpn-1' }
    const first = await store().sessionsOfNas(nas, null, 1)
    const rest = await store().sessionsOfNas(nas, first[0]?.id ?? '', 10)

    expect(first.map(({ id }) => id)).toEqual([one.id])
    expect(rest.map(({ id, status }) => [id, status])).toEqual([[two.id, 'closing']])
  })

  test('the latest restart of a NAS is kept until what it ends is ended', async () => {
    const nas = { sourceId: newId('nas'), nasKey: 'vpn/1@home' }
    const restart = { ...nas, at: minutesLater(1), by: 'accounting-on' } as const
    const tell = (...restarts: (typeof restart)[]) => store().keepAccounting({ at: now, steps: [], restarts })
    const unfinished = async () =>
      (await store().unfinishedRestarts()).filter(({ sourceId }) => sourceId === nas.sourceId)

    await tell(restart, { ...restart, at: now })
    const first = await unfinished()
    await tell({ ...restart, at: minutesLater(2) })
    await store().finishRestart(restart)
    const second = await unfinished()
    await store().finishRestart({ ...restart, at: minutesLater(2) })
    await tell({ ...restart, at: minutesLater(2) })

    expect(first).toEqual([restart])
    expect(second).toEqual([{ ...restart, at: minutesLater(2) }])
    expect(await unfinished()).toEqual([])
    expect((await store().knownToAccounting([], [nas])).restarts).toEqual([{ ...restart, at: minutesLater(2) }])
  })

  test('closing sessions of which nothing was heard for as long as their NAS may be silent are found', async () => {
    const [silent, heard, open] = [aRadiusSession(), aRadiusSession(), aRadiusSession()]
    await keep(store(), begin(silent), begin(heard), begin(open))
    await end(store(), [silent.id, heard.id], { status: 'closing' })
    await keep(store(), goOn(heard, aRecord({ lastHeardAt: minutesLater(1) })))

    expect(await store().silentClosing(minutesLater(59), 10)).toEqual([])
    expect(await store().silentClosing(minutesLater(60), 10)).toEqual([silent.id])
  })

  test('how long a NAS may be silent holds for the sessions that it has already', async () => {
    const nas = {
      id: newId('nas'),
      name: newId('nas'),
      kinds: ['radius'],
      via: null,
      channel: 'radius-disconnect',
      leaseMs: 0,
      longestLeaseMs: 0,
      disabled: false,
      createdAt: now,
      lastSeenAt: null,
      keys: [],
      backChannel: null,
      openIdProvider: null,
    } as const
    const radius: KeptRadius = {
      networks: [`192.0.2.${Number(nas.id.slice(-3)) % 250}`],
      requiresMessageAuthenticator: false,
      nasKnownBy: 'attributes',
      disconnectPort: 3799,
      disconnectAddress: null,
      identifiedBy: null,
      interimSeconds: 300,
      missedUntilStale: 3,
      endAfterSeconds: 3_600,
      secret: 'the shared secret',
      secretChangedAt: now,
      former: null,
    }
    await store().createSource({ ...nas, radius }, anAudit('source-created'))
    const session = aRadiusSession({ sourceId: nas.id })
    await keep(store(), begin(session))

    await store().changeSource(nas.id, { radius: { ...radius, endAfterSeconds: 600 } }, anAudit('source-changed'))
    const sooner = ids(await store().expiredSessions(minutesLater(10), 10))
    await store().changeSource(nas.id, { radius: { ...radius, interimSeconds: null } }, anAudit('source-changed'))

    expect(sooner).toEqual([session.id])
    expect(await store().expiredSessions(minutesLater(60 * 24 * 365), 10)).toEqual([])
    expect((await store().sessionById(session.id))?.idleLimitSeconds).toBe(noLimitSeconds)
  })

  test('what is forgotten is forgotten with all that its NAS told', async () => {
    const session = aRadiusSession()
    await keep(store(), { ...begin(session), endsAt: minutesLater(2) })

    await store().forgetEnded(minutesLater(3), 10)

    expect((await store().radiusOfSessions([session.id])).size).toBe(0)
    expect(await known(store(), session)).toBeUndefined()
  })
})
