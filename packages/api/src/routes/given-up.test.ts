import { type ClosureView, type GivenUpPage, newNasRequest, type PlanView } from '@curfew/contract'
import { createNas } from '@curfew/registry'
import { expect, test, vi } from 'vitest'
import { aCurfew, codeOf } from '../api.test-kit.ts'

const actor = { userId: 'kit', firstName: '', lastName: '', sessionId: null }

/** Three users behind two NASes of one source, closed; the NASes cannot be told, and that is given up. */
async function givenUp() {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()
  const radius = { networks: ['192.0.2.0/24'], secret: 'a long secret', disconnectPort: 3799 }
  const { id: sourceId } = await createNas(curfew.ports, newNasRequest.parse({ name: 'vpn', radius }), actor)
  const place = { kind: 'radius', sourceId, source: 'vpn' } as const
  const ids = await curfew.register(
    { ...place, userId: 'grace', handle: '1@one' },
    { ...place, userId: 'linus', handle: '2@one' },
    { ...place, userId: 'alan', handle: '3@two' },
  )
  const plan = (await (await ask('POST', '/api/plans', { body: { sessionIds: ids } })).json()) as PlanView
  const body = { planId: plan.id, reason: 'Incident 12' }
  const closure = (await (await ask('POST', '/api/closures', { body })).json()) as ClosureView
  const { items } = await curfew.store.receipts(closure.id, [], 10, null)
  await curfew.store.advanceDeliveries(
    items.map(({ id }) => ({
      deliveryId: id,
      to: 'unreachable',
      at: curfew.now(),
      cause: 'No answer.',
      isAttempt: true,
      nextAttemptAt: null,
      isGivenUp: true,
    })),
  )
  const read = async (query = '') => (await (await ask('GET', `/api/given-up${query}`)).json()) as GivenUpPage
  return { curfew, ask, closure, sourceId, read }
}

test('what was given up stands in one place, by recipient, with its closure, and can be asked for by recipient and by source', async () => {
  const { read, closure, sourceId } = await givenUp()

  const all = await read()
  const ofOne = await read(`?recipient=${encodeURIComponent(all.recipients[1]?.id ?? '')}`)

  expect(all).toMatchObject({ total: 3, recipientCount: 2, nextCursor: null })
  expect(all.recipients).toEqual([
    { id: `radius-disconnect ${sourceId} one`, channel: 'radius-disconnect', name: 'vpn', part: 'one', count: 2 },
    { id: `radius-disconnect ${sourceId} two`, channel: 'radius-disconnect', name: 'vpn', part: 'two', count: 1 },
  ])
  expect(all.items.map(({ userId }) => userId)).toEqual(['linus', 'grace', 'alan'])
  expect(all.items[0]).toMatchObject({ closureId: closure.id, status: 'unreachable', cause: 'No answer.' })
  expect(ofOne.items.map(({ userId }) => userId)).toEqual(['alan'])
  expect((await read(`?source=${sourceId}&limit=2`)).items).toHaveLength(2)
  expect(await read('?source=another')).toMatchObject({ items: [], total: 0 })
})

test('one is tried again by itself, those of a recipient together, and then all; each is in the audit', async () => {
  const { curfew, ask, read, sourceId } = await givenUp()
  const audited = vi.spyOn(curfew.store, 'writeAudit')
  const [grace] = (await read()).items.filter(({ userId }) => userId === 'grace')
  const retry = async (body: object) => (await ask('POST', '/api/given-up/retries', { body })).json()

  await ask('POST', `/api/receipts/${grace?.id}/retries`)
  expect((await read()).total).toBe(2)
  expect(await retry({ recipient: `radius-disconnect ${sourceId} two` })).toEqual({ deliveries: 1 })
  expect((await read()).items.map(({ userId }) => userId)).toEqual(['linus'])
  expect(await retry({ source: 'another' })).toEqual({ deliveries: 0 })
  expect(await retry({})).toEqual({ deliveries: 1 })
  expect(await read()).toMatchObject({ items: [], recipients: [], total: 0 })
  const written = audited.mock.calls.flatMap(([entries]) => entries)
  expect(written.filter(({ act }) => act === 'deliveries-retried').map(({ target }) => target)).toEqual([
    grace?.id,
    `radius-disconnect ${sourceId} two`,
    'another',
    'given-up',
  ])
})

test('an auditor sees what was given up and has nothing tried again', async () => {
  const { curfew, read } = await givenUp()
  const auditor = await curfew.browser('aude', 'auditor')

  expect((await auditor.ask('GET', '/api/given-up')).status).toBe(200)
  expect(await codeOf(await auditor.ask('POST', '/api/given-up/retries', { body: {} }))).toBe('not-permitted')
  expect((await read()).total).toBe(3)
})

test('what was given up of a session that ended by itself can be tried again as well; what goes on of it is not found', async () => {
  const { curfew, ask, read } = await givenUp()
  const [id = ''] = await curfew.register({ userId: 'ada', sourceId: 'portal', source: 'portal' })
  const delivery = (name: string) => {
    const told = { channel: 'back-channel', recipient: 'portal', recipientName: 'portal' } as const
    return { id: `0190a0b0-0000-7000-8000-00000000000${name}`, ...told, nextAttemptAt: curfew.now() }
  }
  const [gone, goesOn] = [delivery('1'), delivery('2')]
  const session = { sessionId: id, status: 'closed', deliveries: [gone, goesOn] } as const
  await curfew.store.endSessions({
    ending: 'idle-limit',
    at: curfew.now(),
    closureId: null,
    sessions: [session],
    audit: [],
  })
  const step = {
    deliveryId: gone.id,
    to: 'unreachable',
    at: curfew.now(),
    nextAttemptAt: null,
    isGivenUp: true,
  } as const
  await curfew.store.advanceDeliveries([step])

  expect((await read('?recipient=back-channel+portal')).items).toMatchObject([{ id: gone.id, closureId: null }])
  expect((await ask('POST', `/api/receipts/${gone.id}/retries`)).status).toBe(202)
  expect((await ask('POST', `/api/receipts/${goesOn.id}/retries`)).status).toBe(404)
})
