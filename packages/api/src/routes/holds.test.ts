import type { HoldPage, HoldView } from '@curfew/contract'
import type { AuditEntry } from '@curfew/registry'
import { expect, test } from 'vitest'
import { type Ask, aCurfew, Browser, goodPassword } from '../api.test-kit.ts'

const logOn = (ask: Ask, userId: string, password = goodPassword) =>
  ask('POST', '/api/logon', { body: { userId, password } })
const codeOf = async (response: Response) => ((await response.json()) as { code?: string }).code

async function hold(ask: Ask, subject: object, seconds = 900, rest: object = {}): Promise<HoldView> {
  const response = await ask('POST', '/api/holds', { body: { subject, seconds, ...rest } })
  expect(response.status).toBe(201)
  return (await response.json()) as HoldView
}

test('a hold keeps an administrator out of Curfew until it ends by itself; the open session goes on', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()
  const olga = await curfew.browser('olga', 'operator')
  const made = await hold(ask, { kind: 'user', userId: 'olga' }, 900, { messageToUser: 'Call 4711.' })

  const refused = await logOn(curfew.ask, 'olga')

  expect(refused.status).toBe(403)
  expect(await refused.json()).toMatchObject({ code: 'held', heldUntil: made.endsAt, messageToUser: 'Call 4711.' })
  expect((await olga.ask('GET', '/api/me')).status).toBe(200)
  curfew.pass(899)
  expect(await codeOf(await logOn(curfew.ask, 'olga'))).toBe('held')
  curfew.pass(1)
  expect((await logOn(new Browser(curfew.ask).ask, 'olga')).status).toBe(200)
})

test('a wrong password is answered as without a hold, and the same for users that do not exist', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()
  await curfew.anAdministrator('olga', { role: 'operator' })
  for (const userId of ['olga', 'nobody-at-all']) await hold(ask, { kind: 'user', userId })

  const answers = await Promise.all(
    ['olga', 'nobody-at-all'].map(async (userId) => (await logOn(curfew.ask, userId, 'wrong')).json()),
  )

  const [one, other] = answers.map(({ requestId: _requestId, ...problem }) => problem)
  expect(one).toEqual(other)
  expect(one).toMatchObject({ code: 'wrong-credentials' })
})

test('nobody locks the last super admin out: such a hold is refused, and one that becomes such does not count', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()
  const olga = await curfew.browser('olga', 'operator')
  const refuse = async (subject: object) =>
    codeOf(await olga.ask('POST', '/api/holds', { body: { subject, seconds: 60 } }))

  expect(await refuse({ kind: 'user', userId: 'ada' })).toBe('last-super-admin')
  expect(await refuse({ kind: 'user-at-source', userId: 'ada', source: 'curfew' })).toBe('last-super-admin')
  const eve = await curfew.anAdministrator('eve')
  await hold(olga.ask, { kind: 'user', userId: 'ada' })
  expect(await codeOf(await logOn(curfew.ask, 'ada'))).toBe('held')
  await ask('PATCH', `/api/administrators/${eve.id}`, { body: { disabled: true } })
  expect((await logOn(new Browser(curfew.ask).ask, 'ada')).status).toBe(200)
})

test('a hold on an address keeps out all but super admins, who could not lift it otherwise', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()
  await curfew.anAdministrator('olga', { role: 'operator' })
  const { clientAddress } = await curfew.sessionOf((await curfew.browser()).sessionId)
  await hold(ask, { kind: 'address', address: clientAddress })

  expect(await codeOf(await logOn(curfew.ask, 'olga'))).toBe('held')
  expect((await logOn(new Browser(curfew.ask).ask, 'ada')).status).toBe(200)
})

test('a hold is lifted early, by whom is kept, and a second time it stays as it is', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()
  const made = await hold(ask, { kind: 'address', address: '2001:DB8:0::/48' }, 60, { reason: 'Attack' })
  const lift = async () => (await (await ask('POST', `/api/holds/${made.id}/lift`)).json()) as HoldView

  const lifted = await lift()

  expect(made).toMatchObject({ subject: { address: '2001:db8::/48' }, isInForce: true, reason: 'Attack' })
  expect(lifted).toMatchObject({ isInForce: false, liftedBy: { userId: 'ada' } })
  expect(await lift()).toEqual(lifted)
  const later = await hold(ask, { kind: 'user', userId: 'linus' }, 90)
  const sooner = await hold(ask, { kind: 'user', userId: 'linus' }, 60)
  const list = async (query: string) => (await (await ask('GET', `/api/holds${query}`)).json()) as HoldPage
  expect((await list('')).items).toEqual([sooner, later, lifted])
  expect(await list('?inForce=yes')).toEqual({ items: [sooner, later], nextCursor: null })
})

test('who makes and who lifts a hold is written down in the same transaction, whether alone or with a closure', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()
  const audited: AuditEntry[] = []
  const store = { ...curfew.store }
  curfew.store.createHold = (made, audit) => store.createHold(made, audit).then(() => void audited.push(audit))
  curfew.store.liftHold = (id, at, by, audit) => {
    audited.push(audit)
    return store.liftHold(id, at, by, audit)
  }
  curfew.store.startClosure = (closure, audit, holds) => {
    audited.push(...audit)
    return store.startClosure(closure, audit, holds)
  }

  const made = await hold(ask, { kind: 'user', userId: 'grace' }, 60, { reason: 'Attack' })
  await ask('POST', `/api/holds/${made.id}/lift`)
  const ids = await curfew.register({ userId: 'linus' })
  const plan = await (await ask('POST', '/api/plans', { body: { sessionIds: ids } })).json()
  await ask('POST', '/api/closures', { body: { planId: plan.id, reason: 'Misuse', hold: { seconds: 60 } } })

  const told = audited.map(({ act, actor, target, detail }) => ({ act, by: actor?.userId, target, detail }))
  expect(told).toMatchObject([
    { act: 'hold-created', by: 'ada', target: made.id, detail: { kind: 'user', userId: 'grace', reason: 'Attack' } },
    { act: 'hold-lifted', by: 'ada', target: made.id },
    { by: 'ada' },
    { act: 'hold-created', by: 'ada', detail: { kind: 'user', userId: 'linus', reason: 'Misuse' } },
  ])
})

test('a source is told whom it may not let in, item by item, and a logon that was begun is not finished', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()
  const portal = await curfew.source({ name: 'portal' })
  const register = async (...sessions: object[]) => {
    const body = { sessions: sessions.map((one) => ({ kind: 'self-service-console', ...one })) }
    return ((await (await portal.ask('POST', '/source/sessions', { body })).json()) as { results: object[] }).results
  }
  await register({ handle: 'begun', userId: 'grace', status: 'abandoned-in-progress' })
  const made = await hold(ask, { kind: 'user-at-source', userId: 'grace', source: 'portal' })

  const results = await register(
    { handle: 'one', userId: 'grace' },
    { handle: 'two', userId: 'linus' },
    { handle: 'begun', userId: 'grace' },
  )

  expect(results).toMatchObject([
    { handle: 'one', outcome: 'held', sessionId: null, heldUntil: made.endsAt },
    { handle: 'two', outcome: 'registered' },
    { handle: 'begun', outcome: 'held' },
  ])
  expect(
    await codeOf(
      await ask('POST', '/api/holds', {
        body: { seconds: 60, subject: { kind: 'user-at-source', userId: 'x', source: 'none' } },
      }),
    ),
  ).toBe('invalid-request')
  expect(
    await codeOf(
      await ask('POST', '/api/holds', { body: { seconds: 60, subject: { kind: 'address', address: '192.0.2.1/24' } } }),
    ),
  ).toBe('invalid-request')
})

test('a source that is not registered is known by its sessions', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()
  await curfew.register({ userId: 'grace', sourceId: 'old-portal', source: 'Old portal' })

  await hold(ask, { kind: 'user-at-source', userId: 'grace', source: 'Old portal' })

  expect(await curfew.register({ userId: 'grace', sourceId: 'old-portal', source: 'Old portal' })).toEqual([])
  expect(await curfew.register({ userId: 'grace', sourceId: 'shop', source: 'shop' })).toHaveLength(1)
})

test('a session of a NAS is registered and closed at once, by a rule that says why', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()
  await hold(ask, { kind: 'user', userId: 'grace' }, 900, { reason: 'Stolen laptop' })

  const [id = ''] = await curfew.register({ userId: 'grace', kind: 'radius', sourceId: 'vpn-1', source: 'vpn-1' })

  const session = await curfew.sessionOf(id)
  expect(session).toMatchObject({ status: 'closing', ending: 'closure' })
  const closure = await (await ask('GET', `/api/closures/${session.closureId}`)).json()
  expect(closure).toMatchObject({
    reasonKind: 'policy',
    closedBy: null,
    reason: 'A hold keeps them out: Stolen laptop',
  })
})

test('closing can keep them out at once, but never whoever closes; back again they are marked and listed', async () => {
  const curfew = aCurfew()
  const { ask, sessionId } = await curfew.browser()
  const ids = await curfew.register({ userId: 'grace' }, { userId: 'grace' }, { userId: 'ada' }, { userId: 'linus' })
  const plan = await (await ask('POST', '/api/plans', { body: { sessionIds: ids } })).json()
  const hold = { kind: 'user-at-source', seconds: 60 }
  const closure = await (
    await ask('POST', '/api/closures', { body: { planId: plan.id, reason: 'Misuse', hold } })
  ).json()

  const { items } = (await (await ask('GET', '/api/holds')).json()) as HoldPage

  expect(items.every(({ closureId }) => closureId === closure.id)).toBe(true)
  expect(new Set(items.map(({ subject }) => (subject.kind === 'address' ? '' : subject.userId)))).toEqual(
    new Set(['grace', 'linus']),
  )
  expect(items).toHaveLength(2)
  curfew.pass(4)
  expect(await curfew.register({ userId: 'grace' })).toEqual([])
  curfew.pass(60)
  const [back = ''] = await curfew.register({ userId: 'grace' })
  const returns = await (await ask('GET', `/api/closures/${closure.id}/returns`)).json()
  expect(returns).toMatchObject({
    total: 1,
    items: [{ sessionId: back, userId: 'grace', afterMs: 64_000, isOpen: true }],
  })
  const page = await (await ask('GET', '/api/sessions?cameBack=yes')).json()
  expect(page.items).toMatchObject([{ id: back, cameBack: { closureId: closure.id, afterMs: 64_000 } }])
  expect((await ask('GET', '/api/me')).status).toBe(200)
  expect(sessionId).not.toBe(back)
})

test('a super admin says what counts as coming back', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()

  const changed = await ask('PATCH', '/api/settings', { body: { cameBackWithinSeconds: 30 } })

  expect(await changed.json()).toEqual({ cameBackWithinSeconds: 30 })
  expect(await (await ask('GET', '/api/settings')).json()).toEqual({ cameBackWithinSeconds: 30 })
})
