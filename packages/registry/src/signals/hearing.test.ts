import { expect, test } from 'vitest'
import { closeSessions } from '../a-registry.test-kit.ts'
import { endOwnSession } from '../end.ts'
import { ownSource } from '../session.ts'
import { sweepExpired } from '../sweep.ts'
import { aSignalHouse } from './a-signals.test-kit.ts'

test('each receiver that is to hear of a closed session gets one delivery more, pushed ones at once', async () => {
  const { ports, open, receiver, poller, signalsOf, time } = aSignalHouse()
  const [pushed, polled] = [await receiver({ name: 'a' }), await poller({ name: 'b' })]
  const [id = ''] = await open({})

  await closeSessions(ports, [id])

  expect(await signalsOf(id)).toMatchObject([
    { recipient: pushed.id, recipientName: 'a', status: 'pending', nextAttemptAt: time.clock() },
    { recipient: polled.id, recipientName: 'b', status: 'pending', nextAttemptAt: null },
  ])
})

test('a receiver hears of its sources and kinds only', async () => {
  const { ports, open, receiver, signalsOf } = aSignalHouse()
  await receiver({ id: 'shop', settings: { sourceIds: ['shop'] } })
  await receiver({ id: 'vpn', settings: { kinds: ['risk-based-authentication'] } })
  const ids = await open({ sourceId: 'shop' }, { kind: 'risk-based-authentication' }, {})

  await closeSessions(ports, ids)

  const heard = await Promise.all(ids.map(async (id) => (await signalsOf(id)).map(({ recipient }) => recipient)))
  expect(heard).toEqual([['shop'], ['vpn'], []])
})

test('a receiver without a stream, with a disabled one, or that wants other events hears of nothing; a paused one later', async () => {
  const { ports, open, receiver, signalsOf } = aSignalHouse()
  const { stream } = await receiver({ id: 'paused', status: 'paused' })
  await receiver({ id: 'none', stream: null })
  await receiver({ id: 'disabled', status: 'disabled' })
  await receiver({ id: 'other', stream: stream && { ...stream, eventsRequested: ['urn:example:other'] } })
  const [id = ''] = await open({})

  await closeSessions(ports, [id])

  expect((await signalsOf(id)).map(({ recipient }) => recipient)).toEqual(['paused'])
})

test('nobody hears of what is not listed, nor of a session that ended by itself', async () => {
  const { ports, store, open, receiver, signalsOf, time } = aSignalHouse()
  await receiver()
  const [hidden = '', own = '', expired = ''] = await open(
    { kind: 'operations-console', superAdminCredentials: false },
    { kind: 'security-console', sourceId: ownSource.id },
    {},
  )
  const session = await store.sessionById(own)
  if (!session) throw new Error('It is open')

  await endOwnSession(ports, session)
  time.advance(3_600_000)
  await sweepExpired(ports)

  expect(await Promise.all([hidden, own, expired].map(signalsOf))).toEqual([[], [], []])
})
