import { radiusSettings } from '@curfew/contract'
import { expect, test } from 'vitest'
import { type AccountingWatch, nasAt, type RefusedPackets, readAccountingWatch } from './accounting-watch.ts'
import { aSource } from './cast/index.ts'

const at = new Date('2026-05-04T14:03:00.000Z')
const aNas = (name: string, ...networks: string[]) =>
  aSource({
    name,
    radius: { ...radiusSettings.parse({ networks, secret: 'a test secret' }), secretChangedAt: at, former: null },
  })
const from = (address: string): RefusedPackets => ({
  address,
  reason: 'wrong-secret',
  count: 12,
  firstAt: at,
  lastAt: at,
  detail: '',
})
const watch = (refusals: readonly RefusedPackets[]): AccountingWatch => {
  const counted = { received: 0, answered: 0, duplicates: 0 }
  const refused = { 'unknown-nas': 0, 'wrong-secret': 12, 'no-message-authenticator': 0, malformed: 0 }
  const all = { ...refused, 'unexpected-code': 0, 'too-many-waiting': 0, 'not-stored': 0 }
  return { read: () => ({ since: at, listensOn: [], ...counted, refused: all, refusals }) }
}

test('packets are those of the NAS with the narrowest network around their address, unless it is disabled', () => {
  const [wide, narrow, off] = [
    aNas('wide', '10.0.0.0/8', '2001:db8::/32'),
    aNas('narrow', '10.1.0.0/16'),
    aNas('off', '10.1.2.3'),
  ]
  const sources = [aSource(), wide, narrow, { ...off, disabled: true }]
  const nameAt = (address: string) => nasAt(sources, address)?.name

  expect(['10.1.2.3', '10.2.2.2', '2001:db8:7::21', '::ffff:10.2.2.2'].map(nameAt)).toEqual([
    'narrow',
    'wide',
    'wide',
    'wide',
  ])
  expect(['192.0.2.1', '2001:db9::1', 'nonsense', ''].map(nameAt)).toEqual(Array(4).fill(undefined))
})

test('what was refused is told with the NAS that has its address now, a hundred at most, and how many there are', async () => {
  const nas = aNas('vpn-2', '10.0.0.7')
  const store = { sources: async () => [nas] }
  const refusals = Array.from({ length: 130 }, (_, turn) => from(`10.0.0.${turn}`))

  const report = await readAccountingWatch({ store: store as never, accounting: watch(refusals) })

  expect(report?.refusals).toHaveLength(100)
  expect(report?.refusalCount).toBe(130)
  expect(report?.refusals.filter((one) => one.nas)).toEqual([{ ...from('10.0.0.7'), nas }])
})

test('where nobody listens there is nothing to tell', async () => {
  const store = { sources: () => Promise.reject(new Error('not asked')) }

  expect(await readAccountingWatch({ store: store as never, accounting: { read: () => null } })).toBeNull()
})
