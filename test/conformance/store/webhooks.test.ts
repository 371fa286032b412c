import type { KnownEvent, NewClosure, NewWebhook, SetAside, Webhook } from '@curfew/registry'
import { aNewSession, anAttempt, aRound, aWebhook } from '@curfew/registry/cast'
import { afterEach, expect, test } from 'vitest'
import { aNewDelivery, anActor, anAudit, aPlan, end, minutesLater, newId, now } from './acts.ts'
import { forEachStore } from './stores.ts'

forEachStore('webhooks', (store) => {
  afterEach(async () => {
    for (const { id } of await store().webhooks()) await store().deleteWebhook(id, anAudit('webhook-deleted'))
  })

  async function created(overrides: Partial<NewWebhook> = {}): Promise<Webhook> {
    const webhook = aWebhook(overrides)
    expect(await store().createWebhook(webhook, 50, anAudit('webhook-created'))).toBe('created')
    return found(webhook.id)
  }
  async function found(id: string): Promise<Webhook> {
    const webhook = await store().webhookById(id)
    if (!webhook) throw new Error(`There is no webhook ${id}`)
    return webhook
  }
  const eventsOf = ({ position }: Webhook, limit = 100) => store().eventsAfter(position, limit)
  const setAside = (event: KnownEvent, nextAttemptAt: Date | null, attempts = 1): SetAside => ({
    event,
    attempts,
    nextAttemptAt,
  })
  const countsOf = async (id: string) => (await store().webhookCounts([id])).get(id)

  test('what is created is found by id and in the list by name, and is changed and deleted', async () => {
    const [b, a] = [await created({ name: 'b' }), await created({ name: 'a', types: ['receipt.verified'] })]

    expect((await store().webhooks()).map(({ name }) => name)).toEqual(['a', 'b'])
    expect(await store().webhookById(a.id)).toEqual(a)
    expect(await store().createWebhook(aWebhook({ name: 'a' }), 50, anAudit('x'))).toBe('name-taken')
    expect(await store().createWebhook(aWebhook(), 2, anAudit('x'))).toBe('too-many')
    expect(await store().changeWebhook(b.id, { name: 'a' }, anAudit('x'))).toBe('name-taken')
    const former = { secret: b.secret, until: minutesLater(5) }
    const change = { name: 'c', secret: 'whsec_new', former, kinds: ['radius'], sourceIds: ['vpn'] } as const
    expect(await store().changeWebhook(b.id, change, anAudit('x'))).toBe('changed')
    expect(await store().webhookById(b.id)).toEqual({ ...b, ...change })
    expect(await store().deleteWebhook(b.id, anAudit('x'))).toBe('deleted')
    expect(await store().deleteWebhook(b.id, anAudit('x'))).toBe('not-found')
    expect(await store().changeWebhook(b.id, {}, anAudit('x'))).toBe('not-found')
    expect(await store().webhookById(b.id)).toBeUndefined()
  })

  test('sessions that begin and end are events, with what they are about, in the order in which it was stored', async () => {
    const webhook = await created()
    const [one, two] = [aNewSession({ userId: 'ada' }), aNewSession({ userId: 'bob' })]

    await store().register([one, two])
    await store().register([one])
    await end(store(), [two.id])
    await end(store(), [two.id])

    const events = await eventsOf(webhook)
    expect(events.map(({ type, session }) => `${type} ${session?.userId}`)).toEqual([
      'session.opened ada',
      'session.opened bob',
      'session.closed bob',
    ])
    expect(events[2]).toMatchObject({ at: now, deliveryId: null, closureId: null, session: { ending: 'logoff' } })
    const positions = events.map(({ position }) => position)
    expect(positions).toEqual([...positions].sort((a, b) => a - b))
    expect(new Set(positions).size).toBe(3)
    expect(await eventsOf(webhook, 2)).toEqual(events.slice(0, 2))
    expect(await countsOf(webhook.id)).toMatchObject({ behind: 3 })
  })

  test('no event is written of what nobody wants: other types, kinds and sources, disabled webhooks, unlisted sessions', async () => {
    const webhook = await created({ types: ['session.opened'], kinds: ['radius'], sourceIds: ['vpn'] })
    await created({ disabled: { reason: 'administrator', at: now } })

    const wanted = aNewSession({ kind: 'radius', sourceId: 'vpn' })
    const unlisted = aNewSession({ kind: 'authentication-agent', sourceId: 'vpn' })
    await created({ kinds: ['authentication-agent'], types: ['session.opened'] })
    const ofOthers = [aNewSession({ sourceId: 'vpn' }), aNewSession({ kind: 'radius', sourceId: 'wlan' })]
    await store().register([...ofOthers, unlisted, wanted])
    await end(store(), [wanted.id])

    expect((await eventsOf(webhook)).map(({ sessionId }) => sessionId)).toEqual([wanted.id])
  })

  test('a batch that is refused leaves no event behind', async () => {
    const webhook = await created()
    const session = aNewSession({ credentialHash: newId('hash') })
    await store().register([session])
    const clash = aNewSession({ credentialHash: session.credentialHash, sourceId: 'another' })

    await expect(store().register([aNewSession(), clash])).rejects.toThrow()

    expect((await eventsOf(webhook)).map(({ sessionId }) => sessionId)).toEqual([session.id])
  })

  test('receipts and proofs are events: each new status once, and a closure once that nothing accepts any more', async () => {
    const types = ['receipt.acknowledged', 'receipt.verified', 'receipt.refused', 'receipt.unreachable'] as const
    const webhook = await created({ types: [...types, 'closure.refused-everywhere'] })
    const session = aNewSession()
    await store().register([session])
    const plan = await store().createPlan(aPlan({ sessionIds: [session.id] }))
    const closureId = newId('closure')
    const closure: NewClosure = {
      id: closureId,
      planId: plan.id,
      reasonKind: 'administrator',
      reason: '',
      messageToUser: null,
      messagesToUser: {},
      closedBy: anActor,
      orderedAt: now,
    }
    await store().startClosure(closure, [])
    const [one, two] = [
      aNewDelivery(),
      aNewDelivery({ channel: 'guard-feed', recipient: newId('source'), nextAttemptAt: null }),
    ]
    await end(store(), [session.id], { closureId, deliveries: () => [one, two] })

    const unreachable = { deliveryId: one.id, to: 'unreachable', at: minutesLater(1), cause: 'away' } as const
    await store().advanceDeliveries([unreachable, unreachable, { ...unreachable, to: 'sent' }])
    await store().advanceDeliveries([{ deliveryId: one.id, to: 'refused', at: minutesLater(2) }])
    await store().acknowledgeFeed(two.recipient, 1, minutesLater(3), 10)
    await store().verifyFeed(two.recipient, [two.id], minutesLater(4))
    await store().markRefusedEverywhere(closureId, minutesLater(5))
    await store().markRefusedEverywhere(closureId, minutesLater(6))

    const events = await eventsOf(webhook)
    expect(events.map(({ type, deliveryId, at }) => [type, deliveryId, at])).toEqual([
      ['receipt.unreachable', one.id, minutesLater(1)],
      ['receipt.refused', one.id, minutesLater(2)],
      ['receipt.acknowledged', two.id, minutesLater(3)],
      ['receipt.verified', two.id, minutesLater(4)],
      ['closure.refused-everywhere', null, minutesLater(5)],
    ])
    expect(events[0]).toMatchObject({ session: { id: session.id }, delivery: { id: one.id }, closure: null })
    expect(events[4]).toMatchObject({ session: null, closure: { id: closureId } })
  })

  test('a webhook begins at the end of the log, and so does one that is enabled again', async () => {
    const first = await created()
    await store().register([aNewSession()])
    const second = await created()

    expect(await eventsOf(second)).toEqual([])
    await store().changeWebhook(first.id, { disabled: { reason: 'gone', at: now } }, anAudit('x'))
    expect((await found(first.id)).disabled).toEqual({ reason: 'gone', at: now })
    await store().register([aNewSession()])
    await store().changeWebhook(first.id, { disabled: null }, anAudit('x'))
    expect(await eventsOf(await found(first.id))).toEqual([])
    expect(await eventsOf(second)).toHaveLength(1)
  })

  test('a round moves a webhook on, keeps what it taught, and never moves it back', async () => {
    const webhook = await created()
    await store().register([aNewSession(), aNewSession()])
    const [one, two] = await eventsOf(webhook)
    if (!one || !two) throw new Error('events are missing')
    const standing = {
      failures: 1,
      failingSince: now,
      nextAttemptAt: minutesLater(1),
      cause: 'It answered 500.',
      lastAcceptedAt: now,
    }

    const round = aRound({ position: two.position, accepted: 1, setAside: [setAside(one, minutesLater(1))], standing })
    await store().settleRound(webhook.id, round, 1_000, [])
    await store().settleRound(webhook.id, aRound({ position: one.position, standing }), 1_000, [])

    expect(await found(webhook.id)).toMatchObject({ ...standing, position: two.position, accepted: 1 })
    expect(await countsOf(webhook.id)).toEqual({ behind: 0, retrying: 1, givenUp: 0, nextDueAt: minutesLater(1) })
    expect(await store().dueSetAside(webhook.id, now, 10)).toEqual([])
    expect(await store().dueSetAside(webhook.id, minutesLater(1), 10)).toEqual([
      { event: one, attempts: 1, nextAttemptAt: minutesLater(1) },
    ])
    await store().settleRound(webhook.id, aRound({ settled: [one.position], standing }), 1_000, [])
    expect(await countsOf(webhook.id)).toMatchObject({ retrying: 0, givenUp: 0 })
  })

  test('of what is set aside no more than so many are kept: the oldest are given up, then forgotten and counted', async () => {
    const webhook = await created()
    await store().register(Array.from({ length: 7 }, () => aNewSession()))
    const events = await eventsOf(webhook)

    const round = aRound({ setAside: events.map((event) => setAside(event, minutesLater(1))) })
    await store().settleRound(webhook.id, round, 3, [])

    expect(await countsOf(webhook.id)).toMatchObject({ retrying: 3, givenUp: 3 })
    expect(await found(webhook.id)).toMatchObject({ forgotten: 1 })
    const due = await store().dueSetAside(webhook.id, minutesLater(1), 10)
    expect(due.map(({ event }) => event)).toEqual(events.slice(4))
  })

  test('what was given up is tried again when somebody asks for it, and the sink is trusted again', async () => {
    const webhook = await created()
    await store().register([aNewSession()])
    const [event] = await eventsOf(webhook)
    if (!event) throw new Error('the event is missing')
    const standing = {
      failures: 30,
      failingSince: now,
      nextAttemptAt: minutesLater(9),
      cause: 'no',
      lastAcceptedAt: null,
    }
    await store().settleRound(webhook.id, aRound({ setAside: [setAside(event, null, 9)], standing }), 10, [])

    expect(await store().retryWebhook(webhook.id, minutesLater(2), anAudit('x'))).toBe('retried')

    expect(await store().dueSetAside(webhook.id, minutesLater(2), 10)).toMatchObject([{ event, attempts: 0 }])
    expect(await found(webhook.id)).toMatchObject({ failures: 0, failingSince: null, nextAttemptAt: null })
    expect(await store().retryWebhook('no such id', now, anAudit('x'))).toBe('not-found')
  })

  test('a round disables a webhook once, and one that is deleted meanwhile stays deleted', async () => {
    const webhook = await created()
    const round = aRound({ disabled: { reason: 'gone', at: now }, attempts: [anAttempt()] })

    await store().settleRound(webhook.id, round, 10, [anAudit('webhook-disabled')])
    await store().settleRound(webhook.id, aRound({ disabled: { reason: 'failing', at: now } }), 10, [])
    expect(await found(webhook.id)).toMatchObject({ disabled: { reason: 'gone' } })
    await store().deleteWebhook(webhook.id, anAudit('x'))
    await store().settleRound(webhook.id, round, 10, [])
    await store().noteAttempt(webhook.id, anAttempt())

    expect(await store().webhookById(webhook.id)).toBeUndefined()
    expect((await store().webhookAttempts(webhook.id, 10, null)).items).toEqual([])
  })

  test('attempts come newest first, page by page, and the latest 200 of either outcome are kept', async () => {
    const webhook = await created()
    const accepted = Array.from({ length: 230 }, () => anAttempt())
    const refused = Array.from({ length: 3 }, () =>
      anAttempt({ outcome: 'refused', status: 400, cause: 'It answered 400.' }),
    )
    await store().settleRound(webhook.id, aRound({ attempts: [...refused, ...accepted.slice(0, 20)] }), 10, [])
    await store().settleRound(webhook.id, aRound({ attempts: accepted.slice(20) }), 10, [])
    const test = anAttempt({ type: 'webhook.test', outcome: 'unreachable', status: null, answer: '<b>' })
    await store().noteAttempt(webhook.id, test)

    const first = await store().webhookAttempts(webhook.id, 150, null)
    const second = await store().webhookAttempts(webhook.id, 150, first.nextCursor)

    expect(first.items[0]).toEqual(test)
    expect(first.items[1]).toEqual(accepted.at(-1))
    expect(second.nextCursor).toBeNull()
    const all = [...first.items, ...second.items]
    expect(all).toHaveLength(204)
    expect(all.filter(({ outcome }) => outcome === 'refused')).toHaveLength(3)
    await expect(store().webhookAttempts('another', 10, first.nextCursor)).rejects.toMatchObject({
      code: 'invalid-request',
    })
  })

  test('events are forgotten when every enabled webhook is done with them', async () => {
    const [slow, quick] = [await created(), await created()]
    await created({ disabled: { reason: 'administrator', at: now } })
    await store().register([aNewSession(), aNewSession(), aNewSession()])
    const [one, two, three] = await eventsOf(slow)
    if (!one || !two || !three) throw new Error('events are missing')
    await store().settleRound(quick.id, aRound({ position: three.position }), 10, [])
    await store().settleRound(slow.id, aRound({ position: two.position }), 10, [])
    const longAgo = minutesLater(-1_000)

    expect(await store().forgetEvents(longAgo, 1_000, 1)).toBe(1)
    while ((await store().forgetEvents(longAgo, 1_000, 10)) > 0);

    expect(await store().eventsAfter(0, 10)).toEqual([three])
    expect(await found(slow.id)).toMatchObject({ forgotten: 0, position: two.position })
    await store().settleRound(slow.id, aRound({ position: three.position }), 10, [])
    expect(await store().forgetEvents(longAgo, 1_000, 10)).toBe(1)
    await store().register([aNewSession()])
    const [next] = await eventsOf(slow)
    expect(next?.position).toBeGreaterThan(three.position)
  })

  test('events that are too old or too many are forgotten though a webhook has not had them, and it counts them', async () => {
    const webhook = await created()
    while ((await store().forgetEvents(minutesLater(-1_000), 0, 1_000)) > 0);
    const behindBefore = await found(webhook.id)
    const old = aNewSession({ loggedOnAt: minutesLater(-100) })
    await store().register([old, aNewSession(), aNewSession(), aNewSession()])

    expect(await store().forgetEvents(minutesLater(-60), 2, 1_000)).toBe(2)

    expect(await eventsOf(webhook)).toHaveLength(2)
    expect((await found(webhook.id)).forgotten).toBe(behindBefore.forgotten + 2)
    expect(await countsOf(webhook.id)).toMatchObject({ behind: 2 })
  })
})
