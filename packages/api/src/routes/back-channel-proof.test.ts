import { backChannelSettings, type ClosureView, sourceView } from '@curfew/contract'
import { expect, test } from 'vitest'
import { aCurfew, type Curfew } from '../api.test-kit.ts'
import { asForm, close, register, report, session } from './source-api.test-kit.ts'

const backChannel = backChannelSettings.parse({
  uri: 'https://shop.example/logout',
  audience: 'shop',
  issuer: 'https://op.example',
})

/** Sessions of a relying party that were closed, and whose logoffs it has accepted. */
async function accepted(curfew: Curfew, toldBy: 'guard-feed' | 'back-channel', count = 1) {
  const { ask } = await curfew.source({ toldBy, backChannel })
  const registered = await register(
    ask,
    ...Array.from({ length: count }, (_, turn) => session({ handle: `h-${turn}` })),
  )
  const ids = registered.map(({ sessionId }) => sessionId)
  const { id } = (await (await close(curfew, ids)).json()) as ClosureView
  const receipts = async () => (await curfew.store.receipts(id, [], 100, null)).items
  const told = (await receipts()).filter(({ channel }) => channel === 'back-channel')
  const at = curfew.now()
  await curfew.store.advanceDeliveries(
    told.map((delivery) => ({ deliveryId: delivery.id, to: 'acknowledged', at, isAttempt: true })),
  )
  const statuses = async () =>
    Object.fromEntries(
      (await receipts()).map(({ channel, sessionId, status }) => [`${channel} ${ids.indexOf(sessionId)}`, status]),
    )
  return { ask, ids, receipts, statuses }
}

test('a logoff that was accepted is verified as soon as the guard of its source has refused the session', async () => {
  const curfew = aCurfew()
  const { ask, ids, receipts, statuses } = await accepted(curfew, 'guard-feed', 2)
  const before = await statuses()
  const byFeed = (await receipts()).find(({ channel, sessionId }) => channel === 'guard-feed' && sessionId === ids[0])

  await report(ask, { position: 2, verified: [byFeed?.id] })

  expect(before).toMatchObject({ 'back-channel 0': 'acknowledged', 'back-channel 1': 'acknowledged' })
  await expect.poll(statuses, { interval: 1 }).toEqual({
    'guard-feed 0': 'verified',
    'back-channel 0': 'verified',
    'guard-feed 1': 'acknowledged',
    'back-channel 1': 'acknowledged',
  })
})

test('it is verified when its source asks about the session and hears that it is over, and no other is', async () => {
  const curfew = aCurfew()
  const { ask, statuses } = await accepted(curfew, 'back-channel', 2)

  const answer = await ask('POST', '/source/introspect', asForm('handle=h-1'))

  expect(await answer.json()).toEqual({ active: false })
  await expect
    .poll(statuses, { interval: 1 })
    .toEqual({ 'back-channel 0': 'acknowledged', 'back-channel 1': 'verified' })
})

test('another source that asks about the same handle proves nothing', async () => {
  const curfew = aCurfew()
  const { statuses } = await accepted(curfew, 'back-channel')
  const other = await curfew.source({ toldBy: 'back-channel', backChannel })

  await other.ask('POST', '/source/introspect', asForm('handle=h-0'))
  await new Promise((resolve) => setTimeout(resolve, 20))

  expect(await statuses()).toEqual({ 'back-channel 0': 'acknowledged' })
})

test('what a source has not acknowledged is counted over all ways in which it is told', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.source({ name: 'both', toldBy: 'guard-feed', backChannel })
  const registered = await register(ask, session({ handle: 'h-0' }), session({ handle: 'h-1' }))
  await close(
    curfew,
    registered.map(({ sessionId }) => sessionId),
  )
  const browser = await curfew.browser()
  const pending = async () => {
    const list = (await (await browser.ask('GET', '/api/sources')).json()) as { items: { id: string }[] }
    const one = await browser.ask('GET', `/api/sources/${list.items[0]?.id}`)
    const counts = [list.items[0], await one.json()].map((view) => sourceView.parse(view).pendingDeliveries)
    return counts
  }
  const before = await pending()

  await report(ask, { position: 2 })

  expect(before).toEqual([4, 4])
  await expect.poll(pending, { interval: 1 }).toEqual([2, 2])
})
