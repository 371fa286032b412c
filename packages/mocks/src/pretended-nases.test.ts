import { closureView, planView, receiptPage, sessionDetail, sessionPage } from '@curfew/contract'
import { expect, test } from 'vitest'
import { at, eventually, get, now, post } from './a-mock.test-kit.ts'
import { createMockApi } from './index.ts'

test('NASes refuse with their cause in words, agree and end nothing, or are named before OK because they cannot be told', async () => {
  await using mock = await createMockApi({ scenario: 'nas-refuses', now })
  await mock.logOn()
  const oneOf = async (source: string) => {
    const { items } = sessionPage.parse(await get(mock, `/api/sessions?source=equals:${source}&limit=1`))
    return items[0]?.id ?? ''
  }
  const ids = await Promise.all(['vpn-1', 'vpn-2', 'vpn-3', 'wlan-hq'].map(oneOf))

  const plan = planView.parse(await (await post(mock, '/api/plans', { sessionIds: ids })).json())
  await post(mock, '/api/closures', { planId: plan.id, reason: 'a test' })
  const told = await Promise.all(
    ids.map((id) =>
      eventually(
        () => mock.store.deliveriesOfSession(id),
        (deliveries) => deliveries.every(({ status }) => status !== 'pending'),
      ),
    ),
  )

  expect(plan.cannotBeTold).toMatchObject([
    { recipient: 'wlan-hq', cause: expect.stringContaining('cannot be told from here') },
  ])
  expect(told.flat()).toMatchObject([
    { status: 'refused', cause: expect.stringContaining('Administratively Prohibited (501)') },
    { status: 'refused', cause: expect.stringContaining('Session Context Not Found (503)') },
    { status: 'acknowledged' },
    { status: 'unreachable', cause: expect.stringContaining('no disconnect port') },
  ])
  expect(await mock.store.sessionsByIds(ids)).toMatchObject(ids.map(() => ({ status: 'closing' })))
  await eventually(
    () => mock.store.stillOnline(ids),
    (stillOnline) => stillOnline.size === 1,
  )
  const agreed = ids[2] ?? ''
  const { session, radius } = sessionDetail.parse(await get(mock, `/api/sessions/${agreed}`))
  const closed = closureView.parse(await get(mock, `/api/closures/${session.closureId}`))
  const receipts = receiptPage.parse(await get(mock, `/api/closures/${session.closureId}/receipts`)).items
  const rows = sessionPage.parse(await get(mock, '/api/sessions?status=closing')).items
  expect(session.stillOnlineAt).toBe(radius?.stillOnlineAt)
  expect(session.stillOnlineAt).not.toBeNull()
  expect(closed.stillOnline).toBe(1)
  for (const some of [receipts.map(({ sessionId: id, stillOnlineAt }) => ({ id, stillOnlineAt })), rows])
    expect(some.filter(({ stillOnlineAt }) => stillOnlineAt !== null).map(({ id }) => id)).toEqual([agreed])
})

test('a NAS that ends a session proves it by accounting, and the session is closed', async () => {
  await using mock = await createMockApi({ scenario: 'quiet-day', now })
  await mock.logOn()
  const { items } = sessionPage.parse(await get(mock, '/api/sessions?source=equals:vpn-2&limit=1'))
  const id = items[0]?.id ?? ''

  const plan = planView.parse(await (await post(mock, '/api/plans', { sessionIds: [id] })).json())
  await post(mock, '/api/closures', { planId: plan.id, reason: 'a test' })
  const told = await eventually(
    () => mock.store.deliveriesOfSession(id),
    (deliveries) => deliveries.every(({ status, acknowledgedAt }) => status === 'verified' && acknowledgedAt !== null),
  )

  expect(plan.cannotBeTold).toEqual([])
  expect(told).toMatchObject([{ channel: 'radius-disconnect', status: 'verified' }])
  expect(await mock.store.sessionById(id)).toMatchObject({ status: 'closed' })
})

test('NASes speak of their sessions while time passes, and those that they had stopped to speak of stay stale', async () => {
  let time = at
  await using mock = await createMockApi({ scenario: 'quiet-day', now: () => time })
  await mock.logOn()
  const read = async () => sessionPage.parse(await get(mock, '/api/sessions?kind=radius&limit=500')).items
  const staleNow = async () =>
    (await read())
      .filter(({ staleAt }) => staleAt !== null && Date.parse(staleAt) <= time.getTime())
      .map(({ id }) => id)
  const before = await staleNow()

  for (let minutes = 0; minutes < 20; minutes += 1) {
    time = new Date(time.getTime() + 60_000)
    await mock.passMoment()
  }

  const after = await staleNow()
  expect(before.length).toBeGreaterThan(0)
  expect(after.every((id) => before.includes(id))).toBe(true)
})
