import {
  backChannelSettings,
  type ClosureView,
  type PlanView,
  type ReceiptPage,
  type ReceiptView,
} from '@curfew/contract'
import { expect, test } from 'vitest'
import { type Ask, aCurfew, goodPassword } from '../api.test-kit.ts'

async function closed(ask: Ask, sessionIds: readonly string[]): Promise<ClosureView> {
  const plan = (await (await ask('POST', '/api/plans', { body: { sessionIds } })).json()) as PlanView
  const body = { planId: plan.id, reason: 'left', password: goodPassword }
  return (await (await ask('POST', '/api/closures', { body })).json()) as ClosureView
}

test('receipts are exported as CSV, safe from formulas, and the last line says how many there are', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()
  const ids = await curfew.register({ userId: '=cmd()', kind: 'radius' }, { userId: 'grace, "Amazing"' })
  const { id } = await closed(ask, ids)

  const response = await ask('GET', `/api/closures/${id}/receipts/export`)

  const lines = (await response.text()).split('\r\n')
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present')
  expect(response.headers.get('x-total-count')).toBe('2')
  expect(lines[0]).toBe(
    'id,sessionId,userId,kind,source,channel,recipient,status,acceptedBy,storedAt,sentAt,acknowledgedAt,verifiedAt,attempts,nextAttemptAt,givenUpAt,cause,stillOnlineAt',
  )
  expect(lines.slice(1, 3).sort().join('\n')).toContain(`,'=cmd(),radius,`)
  expect(lines.slice(1, 3).join('\n')).toContain('"grace, ""Amazing"""')
  expect(lines.slice(3)).toEqual(['# complete: 2 rows', ''])
})

test('what a recipient has only accepted is exported as accepted by it, until its end is proved', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()
  const backChannel = backChannelSettings.parse({
    uri: 'https://shop.example/logout',
    audience: 'shop',
    issuer: 'https://op.example',
  })
  const { source } = await curfew.source({ name: 'shop', toldBy: 'guard-feed', backChannel })
  const ids = await curfew.register({ sourceId: source.id, source: 'shop' })
  const { id } = await closed(ask, ids)
  const { items } = await curfew.store.receipts(id, [], 10, null)
  const advance = (to: 'acknowledged' | 'verified') =>
    curfew.store.advanceDeliveries(items.map((one) => ({ deliveryId: one.id, to, at: curfew.now() })))
  const read = async () => {
    const response = await ask('GET', `/api/closures/${id}/receipts/export?format=json`)
    const { receipts } = (await response.json()) as { receipts: ReceiptView[] }
    return receipts.map(({ channel, status, acceptedBy }) => `${channel} ${status} ${acceptedBy}`).sort()
  }

  await advance('acknowledged')
  const before = await read()
  const file = await (await ask('GET', `/api/closures/${id}/receipts/export`)).text()
  await advance('verified')

  expect(before).toEqual(['back-channel acknowledged shop', 'guard-feed acknowledged null'])
  expect(file).toContain('back-channel,shop,acknowledged,shop,')
  expect(await read()).toEqual(['back-channel verified null', 'guard-feed verified null'])
})

test('receipts are exported as JSON with their closure, and a whole file ends with their count', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()
  const ids = await curfew.register(...Array.from({ length: 1_200 }, () => ({ kind: 'radius' as const })))
  const { id } = await closed(ask, ids)

  const response = await ask('GET', `/api/closures/${id}/receipts/export?format=json`)
  const { closure, receipts, complete } = (await response.json()) as {
    closure: ClosureView
    receipts: ReceiptView[]
    complete: number
  }

  expect(closure.id).toBe(id)
  expect(complete).toBe(1_200)
  expect(new Set(receipts.map(({ sessionId }) => sessionId)).size).toBe(1_200)
})

test('an export ends with the session that ordered it, and no half of it looks whole', async () => {
  const curfew = aCurfew()
  const { ask, sessionId } = await curfew.browser()
  const ids = await curfew.register(...Array.from({ length: 1_200 }, () => ({ kind: 'radius' as const })))
  const { id } = await closed(ask, ids)
  const farewell = {
    ending: 'closure',
    at: curfew.now().toISOString(),
    byYourself: false,
    messageToUser: null,
  } as const
  const response = await ask('GET', `/api/closures/${id}/receipts/export`)
  const reader = response.body?.getReader()
  let text = ''
  const read = async () => {
    const chunk = await reader?.read()
    text += new TextDecoder().decode(chunk?.value)
    return chunk?.done
  }
  await read()
  await read()

  curfew.ports.commands.abort([sessionId], farewell)
  const reading = (async () => {
    while (!(await read()));
  })()

  await expect(reading).rejects.toThrow()
  expect(text).toContain('# session-closed: Your session was closed while Export receipts was running.')
  expect(text).not.toContain('# complete')
})

test('one receipt is tried again, a refused one too; one of a session that ended by itself is not found', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()
  const ids = await curfew.register({ kind: 'radius' })
  const { id } = await closed(ask, ids)
  const read = async () => {
    const page = (await (await ask('GET', `/api/closures/${id}/receipts`)).json()) as ReceiptPage
    return page.items[0]
  }
  const receiptId = (await read())?.id ?? ''
  const at = curfew.now()
  await curfew.store.advanceDeliveries([{ deliveryId: receiptId, to: 'refused', at, cause: 'Forbidden (501)' }])

  const refused = await read()
  const retried = await ask('POST', `/api/receipts/${receiptId}/retries`)

  expect(refused).toMatchObject({ status: 'refused', cause: 'Forbidden (501)', nextAttemptAt: null })
  expect(retried.status).toBe(202)
  expect(await retried.json()).toMatchObject({ id: receiptId, status: 'pending', nextAttemptAt: at.toISOString() })
})
