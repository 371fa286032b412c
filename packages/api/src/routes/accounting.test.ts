import { accountingView } from '@curfew/contract'
import type { HeardByAccounting } from '@curfew/registry'
import { expect, test } from 'vitest'
import { aCurfew } from '../api.test-kit.ts'

const heard: HeardByAccounting = {
  since: new Date('2026-05-04T04:00:00.000Z'),
  listensOn: [{ address: '0.0.0.0', port: 1813 }],
  received: 30,
  answered: 16,
  duplicates: 2,
  refused: {
    'unknown-nas': 12,
    'wrong-secret': 0,
    'no-message-authenticator': 0,
    malformed: 0,
    'unexpected-code': 0,
    'too-many-waiting': 0,
    'not-stored': 0,
  },
  refusals: [
    {
      address: '10.1.2.3',
      reason: 'unknown-nas',
      count: 12,
      firstAt: new Date('2026-05-04T13:03:00.000Z'),
      lastAt: new Date('2026-05-04T14:03:00.000Z'),
      detail: '',
    },
  ],
}

const here = { headers: { 'x-test-address': '127.0.0.1' } }

test('what no NAS was answered for is told with its address, and from then on with the NAS that was registered there', async () => {
  const curfew = aCurfew({ accounting: { read: () => heard } })
  const { ask } = await curfew.browser()
  const read = async () => accountingView.parse(await (await ask('GET', '/api/accounting')).json())

  const before = await read()
  const radius = { networks: ['10.1.2.0/24'], secret: 'a test secret' }
  await ask('POST', '/api/nases', { body: { name: 'vpn-9', radius } })
  const after = await read()

  expect(before).toMatchObject({ since: '2026-05-04T04:00:00.000Z', received: 30, answered: 16, refusalCount: 1 })
  expect(before.refusals).toMatchObject([{ address: '10.1.2.3', reason: 'unknown-nas', count: 12, nas: null }])
  expect(after.refusals).toMatchObject([{ address: '10.1.2.3', nas: { name: 'vpn-9' } }])
})

test('a process that does not listen says so, and has no counters for it', async () => {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()

  const view = accountingView.parse(await (await ask('GET', '/api/accounting')).json())

  expect(view).toMatchObject({ since: null, listensOn: [], refusals: [] })
  expect(await (await ask('GET', '/metrics', here)).text()).not.toContain('curfew_radius_')
})

test('packets are counted in the metrics, by what became of them and why they were refused', async () => {
  const curfew = aCurfew({ accounting: { read: () => heard } })
  const { ask } = await curfew.browser()

  const text = await (await ask('GET', '/metrics', here)).text()

  expect(text).toContain('curfew_radius_packets_total{outcome="answered"} 16\n')
  expect(text).toContain('curfew_radius_refused_total{reason="unknown-nas"} 12\n')
  expect(text).toContain('curfew_radius_refused_total{reason="wrong-secret"} 0\n')
})
