import { expect, onTestFinished, test, vi } from 'vitest'
import { freeUdpPort, startNas } from '../../../../test/vpn.ts'
import { aProgram, startHere } from '../curfew.test-kit.ts'

// A whole Curfew is started, on machines that may have much else to do.
vi.setConfig({ testTimeout: 60_000 })

test('a session behind a NAS that is closed is asked for there, and verified by its Stop', async () => {
  const port = await freeUdpPort()
  await using curfew = await startHere({ CURFEW_RADIUS_ACCOUNTING_PORT: String(port) })
  const ada = await aProgram(curfew.address)
  const post = async (path: string, body: unknown) =>
    new Response(JSON.stringify(await ada.post(path, body)), { status: 201 })
  const nas = await startNas({ post }, port, { identifier: 'vpn-1', address: '127.0.0.1' })
  onTestFinished(() => nas.close())
  nas.logOn('grace')
  const grid = async () => (await ada.get('/api/sessions?kind=radius')).items as { id: string }[]
  await expect.poll(async () => (await grid()).length, { timeout: 30_000 }).toBe(1)

  const plan = await ada.post('/api/plans', { sessionIds: (await grid()).map(({ id }) => id) })
  const closure = await ada.post('/api/closures', { planId: plan.id, reason: 'a test' })

  await expect
    .poll(() => ada.get(`/api/closures/${closure.id}/receipts`), { timeout: 30_000 })
    .toMatchObject({
      items: [{ status: 'verified', channel: 'radius-disconnect', acknowledgedAt: expect.any(String) }],
    })
  expect([nas.sessions.size, nas.requests.length]).toEqual([0, 1])
  expect(await grid()).toEqual([])
})
