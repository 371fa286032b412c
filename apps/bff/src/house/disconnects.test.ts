import { expect, onTestFinished, test, vi } from 'vitest'
import { freeUdpPort, startNas } from '../../../../test/vpn.ts'
import { aProgram, startHere } from '../curfew.test-kit.ts'

// A whole Curfew is started, on machines that may have much else to do.
vi.setConfig({ testTimeout: 60_000 })

test('a session behind a NAS is closed and verified by its Stop; who is kept out and dials in again is let in there, recorded, and thrown out by policy', async () => {
  const port = await freeUdpPort()
  await using curfew = await startHere({ CURFEW_RADIUS_ACCOUNTING_PORT: String(port) })
  const ada = await aProgram(curfew.address)
  const post = async (path: string, body: unknown) =>
    new Response(JSON.stringify(await ada.post(path, body)), { status: 201 })
  const nas = await startNas({ post }, port, { identifier: 'vpn-1', address: '127.0.0.1' })
  onTestFinished(() => nas.close())
  const grid = async () => (await ada.get('/api/sessions?kind=radius')).items as { id: string; userId: string }[]
  nas.logOn('grace')
  await expect.poll(async () => (await grid()).length, { timeout: 30_000 }).toBe(1)

  const plan = await ada.post('/api/plans', { sessionIds: (await grid()).map(({ id }) => id) })
  const hold = { kind: 'user', seconds: 900 }
  const closure = await ada.post('/api/closures', { planId: plan.id, reason: 'Stolen laptop', hold })

  await expect
    .poll(() => ada.get(`/api/closures/${closure.id}/receipts`), { timeout: 30_000 })
    .toMatchObject({
      items: [{ status: 'verified', channel: 'radius-disconnect', acknowledgedAt: expect.any(String) }],
    })
  expect([nas.sessions.size, nas.requests.length]).toEqual([0, 1])
  expect(await grid()).toEqual([])
  nas.logOn('grace')
  nas.logOn('linus')
  await expect.poll(() => nas.sessions.size, { timeout: 30_000 }).toBe(1)
  await expect.poll(grid, { timeout: 30_000 }).toMatchObject([{ userId: 'linus' }])
  const [byPolicy] = (await ada.get('/api/closures')).items
  expect(byPolicy).toMatchObject({
    closed: 1,
    closedBy: null,
    reasonKind: 'policy',
    reason: 'A hold keeps them out: Stolen laptop',
  })
  expect(await ada.get(`/api/closures/${closure.id}/returns`)).toMatchObject({
    total: 1,
    items: [{ userId: 'grace', source: 'vpn-1', isOpen: false }],
  })
})
