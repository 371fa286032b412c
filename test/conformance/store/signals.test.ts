import type { NewDelivery, SignalNotice } from '@curfew/registry'
import { aNewSession, aSignalReceiver, aSignalTransmitter } from '@curfew/registry/cast'
import { expect, test } from 'vitest'
import { anAudit, end, minutesLater, newId, now } from './acts.ts'
import { forEachStore, type TestedStore } from './stores.ts'

const receiverOf = (over: Parameters<typeof aSignalReceiver>[0] = {}) =>
  aSignalReceiver({ id: newId('receiver'), ...over })
const transmitterOf = (over: Parameters<typeof aSignalTransmitter>[0] = {}) =>
  aSignalTransmitter({ id: newId('transmitter'), ...over })

/** End a session with one delivery to that receiver; the id of the delivery. */
async function aDelivery(store: TestedStore, recipient: string, over: Partial<NewDelivery> = {}): Promise<string> {
  const session = aNewSession({ id: newId('session') })
  const id = newId('delivery')
  const delivery = { id, channel: 'shared-signals', recipient, recipientName: recipient, nextAttemptAt: now } as const
  await store.register([session])
  await end(store, [session.id], { deliveries: () => [{ ...delivery, ...over }] })
  return id
}

forEachStore('signals', (store) => {
  test('a receiver is found as it was created, by its id and among all, by name', async () => {
    const [polled, pushed] = [
      receiverOf({ name: newId('b'), stream: null, settings: { kinds: ['radius'], sourceIds: ['one', 'two'] } }),
      receiverOf({
        name: newId('a'),
        status: 'paused',
        statusReason: 'Audit',
        facts: {
          lastSeenAt: now,
          lastResult: { at: now, isAccepted: false, cause: 'It is down.' },
          verification: { noticeId: 'n', askedAt: now, state: 'waiting', cause: '' },
        },
      }),
    ]
    for (const receiver of [polled, pushed]) await store().createSignalReceiver(receiver, anAudit('created'))

    const all = await store().signalReceivers()

    expect(all.filter(({ id }) => [polled.id, pushed.id].includes(id))).toEqual([pushed, polled])
    expect(await store().signalReceiverById(polled.id)).toEqual(polled)
    expect(await store().signalReceiverById('no such id')).toBeUndefined()
  })

  test('no two receivers have one name, neither from the start nor by renaming', async () => {
    const [one, other] = [receiverOf(), receiverOf()]
    for (const receiver of [one, other]) await store().createSignalReceiver(receiver, anAudit('created'))

    const again = await store().createSignalReceiver(receiverOf({ name: one.name }), anAudit('created'))
    const renamed = await store().changeSignalReceiver(other.id, { name: one.name }, anAudit('changed'))
    const itself = await store().changeSignalReceiver(one.id, { name: one.name }, anAudit('changed'))
    const nobody = await store().changeSignalReceiver('no such id', { status: 'paused' }, anAudit('changed'))

    expect([again, renamed, itself, nobody]).toEqual(['name-taken', 'name-taken', 'changed', 'not-found'])
  })

  test('what people set and what time brings do not undo each other', async () => {
    const receiver = receiverOf()
    await store().createSignalReceiver(receiver, anAudit('created'))

    await Promise.all([
      store().changeSignalReceiver(receiver.id, { status: 'disabled', statusReason: 'x' }, anAudit('changed')),
      store().noteSignalReceiver(receiver.id, { lastSeenAt: now }),
      store().noteSignalReceiver(receiver.id, { lastResult: { at: now, isAccepted: true, cause: '' } }),
      store().noteSignalReceiver('no such id', { lastSeenAt: now }),
    ])

    expect(await store().signalReceiverById(receiver.id)).toEqual({
      ...receiver,
      status: 'disabled',
      statusReason: 'x',
      facts: { lastSeenAt: now, lastResult: { at: now, isAccepted: true, cause: '' }, verification: null },
    })
  })

  test('a new key leaves the others the time they are given; what has run out is forgotten', async () => {
    const receiver = receiverOf()
    await store().createSignalReceiver(receiver, anAudit('created'))
    const key = (minutes: number) => ({
      id: newId('key'),
      hash: newId('hash'),
      createdAt: minutesLater(minutes),
      expiresAt: null,
    })
    const [second, third] = [key(0), key(10)]

    await store().addSignalReceiverKey(receiver.id, second, minutesLater(5), anAudit('rotated'))
    await store().addSignalReceiverKey(receiver.id, third, minutesLater(60), anAudit('rotated'))

    expect((await store().signalReceiverById(receiver.id))?.keys).toEqual([
      third,
      { ...second, expiresAt: minutesLater(60) },
    ])
    expect(await store().addSignalReceiverKey('none', key(0), now, anAudit('rotated'))).toBe('not-found')
  })

  test('notices wait for their receiver, oldest first, and are dropped once', async () => {
    const notice = (receiverId: string, event: SignalNotice['event']): SignalNotice => ({
      id: newId('notice'),
      receiverId,
      streamId: 'stream',
      at: now,
      event,
    })
    const [one, other] = [newId('receiver'), newId('receiver')]
    const first = notice(one, { kind: 'verification', state: null })
    const second = notice(one, { kind: 'stream-updated', status: 'paused', reason: 'Audit' })
    for (const each of [second, notice(other, { kind: 'verification', state: 'x' }), first])
      await store().addSignalNotice(each)

    expect(await store().signalNotices(one)).toEqual([first, second])
    expect(await store().dropSignalNotices([first.id, 'none'])).toEqual([first])
    expect(await store().dropSignalNotices([first.id])).toEqual([])
    expect(await store().signalNotices(one)).toEqual([second])
  })

  test('what a receiver has not taken is found oldest first and counted; other channels and receivers are not', async () => {
    const [one, other] = [newId('receiver'), newId('receiver')]
    const ids = [await aDelivery(store(), one), await aDelivery(store(), one), await aDelivery(store(), one)]
    const [taken = '', sent = '', waiting = ''] = ids
    await aDelivery(store(), other)
    await aDelivery(store(), one, { channel: 'back-channel' })
    await store().advanceDeliveries([
      { deliveryId: taken, to: 'acknowledged', at: now },
      { deliveryId: sent, to: 'sent', at: now },
    ])

    expect((await store().untakenDeliveries(one, 10)).map(({ id }) => id)).toEqual([sent, waiting])
    expect((await store().untakenDeliveries(one, 1)).map(({ id }) => id)).toEqual([sent])
    const counts = await store().countUntaken()
    expect([counts.get(one), counts.get(other)]).toEqual([2, 1])
  })

  test('what waits can be sent another way, or refused for good; what was sent is only refused', async () => {
    const receiver = newId('receiver')
    const [failed, sent, taken] = [
      await aDelivery(store(), receiver),
      await aDelivery(store(), receiver, { nextAttemptAt: null }),
      await aDelivery(store(), receiver),
    ]
    await store().advanceDeliveries([
      { deliveryId: failed, to: 'unreachable', at: now, cause: 'down', nextAttemptAt: null },
      { deliveryId: sent, to: 'sent', at: now },
      { deliveryId: taken, to: 'acknowledged', at: now },
    ])
    const standing = async () =>
      Promise.all(
        [failed, sent, taken].map(async (id) => {
          const delivery = await store().deliveryById(id)
          return [delivery?.status, delivery?.nextAttemptAt, delivery?.cause]
        }),
      )

    await store().redirectUntaken(receiver, minutesLater(1))
    const pushed = await standing()
    await store().redirectUntaken(receiver, null)
    const polled = await standing()
    const refused = await store().refuseUntaken(receiver, 'Given up.')

    expect(pushed).toEqual([
      ['pending', minutesLater(1), ''],
      ['sent', null, ''],
      ['acknowledged', null, ''],
    ])
    expect(polled[0]).toEqual(['pending', null, ''])
    expect(refused).toBe(2)
    expect(await standing()).toEqual([
      ['refused', null, 'Given up.'],
      ['refused', null, 'Given up.'],
      ['acknowledged', null, ''],
    ])
  })

  test('a transmitter is found as it was created; no two have one name or one issuer', async () => {
    const [one, other] = [transmitterOf(), transmitterOf({ disabled: true })]
    for (const each of [one, other]) await store().createSignalTransmitter(each, anAudit('created'))

    const sameName = await store().createSignalTransmitter(transmitterOf({ name: one.name }), anAudit('created'))
    const sameIssuer = await store().createSignalTransmitter(
      transmitterOf({ settings: { issuer: one.settings.issuer } }),
      anAudit('created'),
    )
    const moved = await store().changeSignalTransmitter(other.id, { settings: one.settings }, anAudit('changed'))
    const enabled = await store().changeSignalTransmitter(other.id, { disabled: false }, anAudit('changed'))
    const nobody = await store().changeSignalTransmitter('none', { disabled: false }, anAudit('changed'))
    await store().noteSignalTransmitter(one.id, { lastSignal: { at: now, event: 'verification', outcome: 'Heard.' } })

    expect([sameName, sameIssuer, moved, enabled, nobody]).toEqual(['taken', 'taken', 'taken', 'changed', 'not-found'])
    const known = (await store().signalTransmitters()).filter(({ id }) => [one.id, other.id].includes(id))
    expect(known).toEqual([
      {
        ...one,
        facts: { lastSignal: { at: now, event: 'verification', outcome: 'Heard.' }, lastRefusal: null },
      },
      { ...other, disabled: false },
    ])
  })

  test('a signal that was taken is known by its transmitter and jti, until it is forgotten', async () => {
    const [one, other] = [newId('transmitter'), newId('transmitter')]
    await store().takeSignal({ transmitterId: one, jti: 'a', at: now }, [anAudit('signal-taken')])
    await store().takeSignal({ transmitterId: one, jti: 'a', at: now }, [])
    await store().takeSignal({ transmitterId: one, jti: 'b', at: minutesLater(10) }, [])

    const known = async () =>
      Promise.all(
        (
          [
            [one, 'a'],
            [one, 'b'],
            [other, 'a'],
          ] as const
        ).map(([id, jti]) => store().wasSignalTaken(id, jti)),
      )
    const before = await known()
    const forgotten = await store().forgetSignals(minutesLater(5), 1_000)

    expect([before, await known()]).toEqual([
      [true, true, false],
      [false, true, false],
    ])
    expect(forgotten).toBeGreaterThanOrEqual(1)
  })
})
