import { createMemoryStore } from '@curfew/store/memory'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aRegistry } from './a-registry.test-kit.ts'
import { beginSession } from './begin.ts'
import { aPerson } from './cast/index.ts'
import { endSessionsOfUser } from './end.ts'
import type { RegistryPorts } from './ports.ts'
import { logoffsOfSession, noteSent, receiptFor, reportEnded } from './receipts.ts'

async function anEndedSession(ports: RegistryPorts) {
  const { id } = await beginSession(ports, {
    ...aPerson(),
    kind: 'security-console',
    clientAddress: '10.7.1.2',
    userAgent: '',
    credentialHash: 'hash',
  })
  await endSessionsOfUser(ports, 'ada.lovelace', 'account-disabled', null)
  const session = await ports.store.sessionById(id)
  const [delivery] = await ports.store.deliveriesOfSession(id)
  if (!session || !delivery) throw new Error('It was just ended.')
  return { session, delivery, now: () => ports.store.deliveryById(delivery.id) }
}

test('a browser that reports being told, and then the logon page, proves the end step by step', async () => {
  const { ports, time } = aRegistry()
  const { delivery, now } = await anEndedSession(ports)
  const receipt = await receiptFor(ports.store, delivery.id)

  time.advance(30)
  await reportEnded(ports, { receipt, step: 'told' })
  expect(await now()).toMatchObject({ status: 'acknowledged', acknowledgedAt: time.clock() })
  time.advance(200)
  await reportEnded(ports, { receipt, step: 'at-logon-page' })
  expect(await now()).toMatchObject({ status: 'verified', verifiedAt: time.clock() })
})

test('a receipt is the same after a restart, and another installation gives another one', async () => {
  const store = createMemoryStore()
  const restarted = new Proxy(store, {})

  expect(await receiptFor(restarted, 'delivery')).toBe(await receiptFor(store, 'delivery'))
  expect(await receiptFor(createMemoryStore(), 'delivery')).not.toBe(await receiptFor(store, 'delivery'))
})

test('a receipt that was never given proves nothing and is not complained about', async () => {
  const { ports } = aRegistry()
  const { delivery, now } = await anEndedSession(ports)
  const receipt = await receiptFor(ports.store, delivery.id)
  const foreign = await receiptFor(createMemoryStore(), delivery.id)
  const code = receipt.slice(receipt.indexOf('.') + 1)
  const forged = fc.oneof(
    fc.string(),
    fc.base64String().map((code) => `${delivery.id}.${code}`),
    fc
      .nat(code.length - 1)
      .map((at) => `${delivery.id}.${code.slice(0, at)}${code[at] === 'A' ? 'Q' : 'A'}${code.slice(at + 1)}`),
    fc.constantFrom(foreign, `${delivery.id}.`, delivery.id, `x${receipt}`, `.${code}`),
  )

  await fc.assert(
    fc.asyncProperty(forged, async (receipt) => {
      await reportEnded(ports, { receipt, step: 'at-logon-page' })

      expect(await now()).toMatchObject({ status: 'pending' })
    }),
  )
})

test('a receipt tells nothing of the secret but for its own delivery', async () => {
  const { ports } = aRegistry()

  const receipts = await Promise.all(['one', 'another'].map((id) => receiptFor(ports.store, id)))

  expect(receipts[0]).toMatch(/^one\.[\w-]{43}$/)
  expect(receipts[0]?.slice(4)).not.toBe(receipts[1]?.slice(8))
})

test('a browser that lost its stream is told when it comes back, until it has acknowledged', async () => {
  const { ports } = aRegistry()
  const { session, delivery, now } = await anEndedSession(ports)

  const logoffs = await logoffsOfSession(ports, session)
  expect(logoffs).toMatchObject([{ delivery: { id: delivery.id }, farewell: { ending: 'account-disabled' } }])
  await noteSent(ports, logoffs)
  expect(await now()).toMatchObject({ status: 'sent', attempts: 1, nextAttemptAt: null })
  expect(await logoffsOfSession(ports, session)).toHaveLength(1)
  await reportEnded(ports, { receipt: logoffs[0]?.receipt ?? '', step: 'told' })
  expect(await logoffsOfSession(ports, session)).toEqual([])
})
