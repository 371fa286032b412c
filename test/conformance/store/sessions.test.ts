import { aNewSession } from '@curfew/registry/cast'
import { expect, test } from 'vitest'
import { allPages, end, ids, minutesLater, now, searchFor } from './acts.ts'
import { forEachStore } from './stores.ts'

forEachStore('sessions', (store) => {
  test('a registered session is found by its id and by its credential, active since its logon', async () => {
    const session = aNewSession({ credentialHash: 'hash-of-one' })

    const outcomes = await store().register([session])

    const { credentialHash: _, ...shown } = session
    const expected = {
      ...shown,
      lastActivityAt: session.loggedOnAt,
      command: null,
      endedAt: null,
      ending: null,
      closureId: null,
      cameBack: null,
    }
    expect(outcomes).toEqual([{ sessionId: session.id, outcome: 'registered' }])
    expect(await store().sessionById(session.id)).toEqual(expected)
    expect(await store().sessionByCredential('hash-of-one')).toEqual(expected)
    expect(await store().sessionByCredential('another hash')).toBeUndefined()
    expect(await store().sessionById('no such id')).toBeUndefined()
  })

  test('a handle that its source has open already changes nothing, also within one batch', async () => {
    const first = aNewSession({ handle: 'one', lastName: 'First' })
    const again = aNewSession({ handle: 'one', lastName: 'Again' })
    const elsewhere = aNewSession({ handle: 'one', sourceId: 'another source' })

    const outcomes = await store().register([first, again, elsewhere])
    const repeated = await store().register([aNewSession({ handle: 'one' })])

    expect(outcomes).toEqual([
      { sessionId: first.id, outcome: 'registered' },
      { sessionId: first.id, outcome: 'already' },
      { sessionId: elsewhere.id, outcome: 'registered' },
    ])
    expect(repeated).toEqual([{ sessionId: first.id, outcome: 'already' }])
    expect((await store().sessionById(first.id))?.lastName).toBe('First')
    expect(await store().sessionById(again.id)).toBeUndefined()
  })

  test('a handle begins anew once its session has ended, but never with the credential that was ended', async () => {
    const first = aNewSession({ handle: 'one', credentialHash: 'first hash' })
    await store().register([first])
    await end(store(), [first.id])

    const sameCredential = await store().register([aNewSession({ handle: 'one', credentialHash: 'first hash' })])
    const newCredential = await store().register([
      aNewSession({ id: 'second', handle: 'one', credentialHash: 'second hash' }),
    ])

    expect(sameCredential).toEqual([{ sessionId: first.id, outcome: 'already' }])
    expect(newCredential).toEqual([{ sessionId: 'second', outcome: 'registered' }])
    expect((await store().sessionByCredential('first hash'))?.status).toBe('closed')
  })

  test('a batch with an id that is in use is refused as a whole', async () => {
    const known = aNewSession()
    await store().register([known])
    const other = aNewSession()

    const refused = store().register([other, aNewSession({ id: known.id, handle: 'another' })])

    await expect(refused).rejects.toThrow()
    expect(await store().sessionById(other.id)).toBeUndefined()
  })

  test('activity moves forward only, and not after the end', async () => {
    const [live, ended] = [aNewSession(), aNewSession()]
    await store().register([live, ended])
    await end(store(), [ended.id])

    await store().recordActivity([
      { sessionId: live.id, at: minutesLater(2) },
      { sessionId: live.id, at: minutesLater(1) },
      { sessionId: ended.id, at: minutesLater(2) },
      { sessionId: 'no such id', at: minutesLater(2) },
    ])

    expect((await store().sessionById(live.id))?.lastActivityAt).toEqual(minutesLater(2))
    expect((await store().sessionById(ended.id))?.lastActivityAt).toEqual(ended.loggedOnAt)
  })

  test('the command in flight is shown until it is cleared', async () => {
    const session = aNewSession()
    await store().register([session])
    const command = { name: 'Export sessions', startedAt: now }

    await store().setCommand(session.id, command)
    const during = await store().sessionById(session.id)
    await store().setCommand(session.id, null)
    const after = await store().sessionById(session.id)

    expect(during?.command).toEqual(command)
    expect(after?.command).toBeNull()
  })

  test('a finished logon is active under its new credential and its new limits', async () => {
    const begun = aNewSession({ status: 'abandoned-in-progress', credentialHash: 'begun', idleLimitSeconds: 180 })
    await store().register([begun])
    const at = minutesLater(2, begun.loggedOnAt)

    const isFinished = await store().finishLogon(begun.id, {
      at,
      credentialHash: 'finished',
      idleLimitSeconds: 600,
      absoluteLimitSeconds: 3_600,
    })

    expect(isFinished).toBe(true)
    expect(await store().sessionByCredential('begun')).toBeUndefined()
    expect(await store().sessionByCredential('finished')).toMatchObject({
      id: begun.id,
      status: 'active',
      lastActivityAt: at,
      idleLimitSeconds: 600,
      absoluteLimitSeconds: 3_600,
    })
    expect(await store().expiredSessions(minutesLater(11, begun.loggedOnAt), 10)).toEqual([])
    expect(ids(await store().expiredSessions(minutesLater(12, begun.loggedOnAt), 10))).toEqual([begun.id])
  })

  test('a session that has ended gets no new credential and does not finish its logon', async () => {
    const session = aNewSession({ status: 'abandoned-in-progress', credentialHash: 'old' })
    await store().register([session])
    await end(store(), [session.id])
    const limits = { at: now, credentialHash: 'new', idleLimitSeconds: 60, absoluteLimitSeconds: 60 }

    expect(await store().finishLogon(session.id, limits)).toBe(false)
    expect(await store().renewCredential(session.id, 'new')).toBe(false)
    expect(await store().renewCredential('no such id', 'new')).toBe(false)
    expect(await store().sessionByCredential('new')).toBeUndefined()
    expect((await store().sessionByCredential('old'))?.id).toBe(session.id)
  })

  test('a renewed credential takes the place of the old one at once', async () => {
    const session = aNewSession({ credentialHash: 'old' })
    await store().register([session])

    expect(await store().renewCredential(session.id, 'new')).toBe(true)

    expect(await store().sessionByCredential('old')).toBeUndefined()
    expect((await store().sessionByCredential('new'))?.id).toBe(session.id)
  })

  test('open sessions of a user are found by kind, listed or not', async () => {
    const own = aNewSession({ userId: 'ada', kind: 'api' })
    const unlisted = aNewSession({ userId: 'ada', kind: 'authentication-agent' })
    const otherKind = aNewSession({ userId: 'ada', kind: 'radius' })
    const otherUser = aNewSession({ userId: 'Ada', kind: 'api' })
    const ended = aNewSession({ userId: 'ada', kind: 'api' })
    await store().register([own, unlisted, otherKind, otherUser, ended])
    await end(store(), [ended.id])

    const found = await store().sessionsByUser('ada', ['api', 'authentication-agent'])

    expect(ids(found)).toEqual([own.id, unlisted.id])
  })

  test('sessions are found by ids, those that exist', async () => {
    const [one, other] = [aNewSession(), aNewSession({ kind: 'authentication-agent' })]
    await store().register([one, other])
    await end(store(), [other.id])

    const found = await store().sessionsByIds([other.id, 'no such id', one.id])

    expect(ids(found).sort()).toEqual([one.id, other.id].sort())
  })

  test('expired sessions come by deadline, listed or not, and never once they have ended', async () => {
    const early = aNewSession({ idleLimitSeconds: 60 })
    const unlisted = aNewSession({ idleLimitSeconds: 120, kind: 'authentication-agent' })
    const late = aNewSession({ idleLimitSeconds: 180 })
    const later = aNewSession({ idleLimitSeconds: 3_600 })
    const closing = aNewSession({ idleLimitSeconds: 60, kind: 'radius' })
    await store().register([late, later, early, closing, unlisted])
    await end(store(), [closing.id], { status: 'closing' })
    const at = minutesLater(3, early.loggedOnAt)

    expect(ids(await store().expiredSessions(at, 10))).toEqual([early.id, unlisted.id, late.id])
    expect(ids(await store().expiredSessions(at, 2))).toEqual([early.id, unlisted.id])
    expect(ids(await store().expiredSessions(minutesLater(1, early.loggedOnAt), 10))).toEqual([early.id])
  })

  test('activity puts off the deadline, and the absolute limit ends it all the same', async () => {
    const session = aNewSession({ idleLimitSeconds: 600, absoluteLimitSeconds: 900 })
    await store().register([session])
    const start = session.loggedOnAt

    await store().recordActivity([{ sessionId: session.id, at: minutesLater(9, start) }])

    expect(await store().expiredSessions(minutesLater(14, start), 10)).toEqual([])
    expect(ids(await store().expiredSessions(minutesLater(15, start), 10))).toEqual([session.id])
  })

  test('a session that is closing stays in the grid until its end is confirmed', async () => {
    const session = aNewSession({ kind: 'radius' })
    await store().register([session])
    await store().recordActivity([{ sessionId: session.id, at: minutesLater(-5) }])

    await end(store(), [session.id], { status: 'closing' })
    const closing = await allPages(store())
    const muchLater = await store().count(searchFor([], minutesLater(1_000)))
    await store().confirmClosed([session.id, 'no such id'])
    const confirmed = await allPages(store())

    expect(closing).toMatchObject([
      { id: session.id, status: 'closing', lastActivityAt: minutesLater(-5), endedAt: now },
    ])
    expect(muchLater).toBe(1)
    expect(confirmed).toEqual([])
    expect(await store().sessionById(session.id)).toMatchObject({ status: 'closed', lastActivityAt: minutesLater(-5) })
  })

  test('confirming touches nothing that is not closing', async () => {
    const session = aNewSession()
    await store().register([session])

    await store().confirmClosed([session.id])

    expect((await store().sessionById(session.id))?.status).toBe('active')
  })
})
