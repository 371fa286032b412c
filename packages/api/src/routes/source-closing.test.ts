import { expect, test } from 'vitest'
import { aCurfew, origin } from '../api.test-kit.ts'
import { asForm, close, eventsOf, refusedEverywhere, register, report, session } from './source-api.test-kit.ts'

test('closed, told, refused everywhere, proved: each step when it is true and not before', async () => {
  const curfew = aCurfew()
  const { ask, source } = await curfew.source()
  const [one] = await register(ask, session())
  const feed = await ask('GET', '/source/feed?guard=guard-one')
  const stream = feed.body?.getReader()
  const hello = new TextDecoder().decode((await stream?.read())?.value)
  await report(ask, { position: 0 })

  const closed = (await (await close(curfew, [one?.sessionId])).json()) as {
    id: string
    refusedEverywhereAt: string | null
  }
  const statusOf = async () => (await curfew.store.receipts(closed.id, [], 10, null)).items.map(({ status }) => status)
  const ordered = [await statusOf(), closed.refusedEverywhereAt]
  await curfew.deliver()
  const event = new TextDecoder().decode((await stream?.read())?.value)
  const sent = [await statusOf(), (await curfew.store.closureById(closed.id))?.refusedEverywhereAt]
  const grant = await report(ask, { position: 1 })
  await refusedEverywhere(curfew, closed.id).not.toBe(null)
  await expect.poll(statusOf, { interval: 1 }).toEqual(['acknowledged'])
  const { deliveryId } = JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? '') as { deliveryId: string }
  await report(ask, { position: 1, verified: [deliveryId] })

  expect(hello).toBe('event: hello\ndata: {"leaseMs":5000,"position":0}\n\n')
  expect(ordered).toEqual([['pending'], null])
  expect(event).toMatch(/^id: 1\nevent: closed\n/)
  expect(sent).toEqual([['sent'], null])
  expect(grant).toEqual({ leaseMs: 5_000, position: 1 })
  await expect.poll(statusOf, { interval: 1 }).toEqual(['verified'])
  curfew.ports.feeds.cut(source.id)
})

test('its own browser proves the end through the application, too', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.source()
  const [one] = await register(ask, session())
  await close(curfew, [one?.sessionId])
  const feed = await ask('GET', '/source/feed?guard=guard-one', { headers: { 'Last-Event-ID': '0' } })
  const stream = feed.body?.getReader()
  await stream?.read()
  const { value } = (await stream?.read()) ?? {}
  const { logoff } = JSON.parse(/^data: (.*)$/m.exec(new TextDecoder().decode(value))?.[1] ?? '') as {
    logoff: { receipt: string }
  }

  await curfew.ask('POST', '/api/session/ended', { body: { receipt: logoff.receipt, step: 'at-logon-page' } })

  const [delivery] = await curfew.store.deliveriesOfSession(one?.sessionId ?? '')
  expect(delivery).toMatchObject({ status: 'verified', feedPosition: 1 })
  await stream?.cancel()
})

test('a plan names before OK what cannot be told now and what never', async () => {
  const curfew = aCurfew()
  const [portal, shop] = [await curfew.source({ name: 'portal' }), await curfew.source({ name: 'shop' })]
  const vault = await curfew.source({ name: 'vault', toldBy: 'none' })
  const results = await Promise.all([portal, shop, vault].map(({ ask }) => register(ask, session())))
  const feed = await shop.ask('GET', '/source/feed?guard=guard-one')
  const stream = feed.body?.getReader()
  await stream?.read()

  const plan = await (await curfew.browser()).ask('POST', '/api/plans', {
    body: { sessionIds: results.map(([one]) => one?.sessionId) },
  })

  const { cannotBeTold } = (await plan.json()) as { cannotBeTold: { recipient: string; cause: string }[] }
  const said = cannotBeTold.map(({ recipient, cause }) => `${recipient}: ${cause}`).sort()
  expect(said).toEqual([
    'portal: No guard is connected',
    'vault: It cannot be told from here; its sessions are refused when it asks',
  ])
  await stream?.cancel()
})

test('a caller may wait until it is refused everywhere, as long as they say and no longer than half a minute', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.source()
  const sessions = await register(ask, session(), session({ handle: 'two' }), session({ handle: 'three' }))
  const [one, two, three] = sessions.map(({ sessionId }) => sessionId)
  await report(ask, { position: 0 })

  const plain = await close(curfew, [one])
  const waiting = close(curfew, [two], { Prefer: 'respond-async, wait=3' })
  // It is proved by the report, not by the time that passes.
  await expect
    .poll(async () => (await curfew.store.feedBounds(two ? (await curfew.sessionOf(two)).sourceId : '')).position)
    .toBe(2)
  await report(ask, { position: 2 })
  const waited = await waiting
  await report(ask, { position: 2 })
  const atOnce = await close(curfew, [three], { Prefer: 'wait=0' })
  const again = await close(curfew, [three], { Prefer: 'wait="120"' })

  type Closed = { refusedEverywhereAt: string | null }
  expect(plain.headers.has('Preference-Applied')).toBe(false)
  expect(((await plain.json()) as Closed).refusedEverywhereAt).toBe(null)
  expect([waited.status, waited.headers.get('Preference-Applied')]).toEqual([202, 'wait=3'])
  expect(((await waited.json()) as Closed).refusedEverywhereAt).not.toBe(null)
  expect(atOnce.headers.get('Preference-Applied')).toBe('wait=0')
  expect(again.headers.get('Preference-Applied')).toBe('wait=30')
})

test('the feed is cut when its key opens nothing any more, and goes on with the next one from where it was', async () => {
  const curfew = aCurfew()
  const { ask, source } = await curfew.source()
  const ada = await curfew.browser()
  const [one, two] = await register(ask, session(), session({ handle: 'two' }))
  const feed = eventsOf(await ask('GET', '/source/feed?guard=guard-one'))
  await expect.poll(() => curfew.ports.feeds.held(source.id), { interval: 1 }).toBe(1)
  await close(curfew, [one?.sessionId])
  await curfew.deliver()

  const rotated = await ada.ask('POST', `/api/sources/${source.id}/keys`, { body: { overlapSeconds: 0 } })
  const { key } = (await rotated.json()) as { key: string }
  const heard = await feed
  await close(curfew, [two?.sessionId])
  await curfew.deliver()
  const resumed = eventsOf(
    await curfew.app.request(`${origin}/source/feed?guard=guard-one`, {
      headers: { Authorization: `Bearer ${key}`, 'Last-Event-ID': '1' },
    }),
  )
  await expect.poll(() => curfew.ports.feeds.held(source.id), { interval: 1 }).toBe(1)
  await expect
    .poll(async () => (await curfew.store.feedAfter(source.id, 1, 1))[0]?.status, { interval: 1 })
    .toBe('sent')
  curfew.ports.feeds.cut(source.id)

  expect(heard).toEqual(['hello', 'closed'])
  expect(await resumed).toEqual(['hello', 'closed'])
})

test('no key of a source is in what is answered later, or in the log', async () => {
  const curfew = aCurfew()
  const { ask, key } = await curfew.source()
  curfew.store.sessionByHandle = async () => Promise.reject(new Error(`cannot bind ${key}`))

  await ask('POST', '/source/introspect', asForm(`handle=${key}`))
  await (await curfew.browser()).ask('GET', '/api/sources')

  expect([...curfew.answers, JSON.stringify(curfew.log)].join('\n')).not.toContain(key)
})
