import { expect, test } from 'vitest'
import { createSourceTable, type NasSource, networkOf } from './source-table.ts'

function aSource(id: string): NasSource {
  return { id, secrets: [Buffer.from(id)], requiresMessageAuthenticator: false, nasKnownBy: 'attributes' }
}

test('the narrowest network that holds an address is its source', () => {
  const find = createSourceTable([
    { network: '10.0.0.0/8', source: aSource('all') },
    { network: '10.1.0.0/16', source: aSource('site') },
    { network: '10.1.2.3', source: aSource('one') },
    { network: '2001:db8::/32', source: aSource('v6') },
    { network: '2001:db8:0:1::/64', source: aSource('v6-site') },
  ])

  expect(find('10.1.2.3')?.id).toBe('one')
  expect(find('10.1.2.4')?.id).toBe('site')
  expect(find('10.9.9.9')?.id).toBe('all')
  expect(find('11.0.0.1')).toBeUndefined()
  expect(find('2001:DB8:0:1::7')?.id).toBe('v6-site')
  expect(find('2001:db8:ffff::1')?.id).toBe('v6')
  expect(find('2001:db9::1')).toBeUndefined()
  expect(find('nonsense')).toBeUndefined()
})

test('a network of one family holds no address of the other', () => {
  const find = createSourceTable([{ network: '0.0.0.0/0', source: aSource('v4') }])

  expect(find('192.0.2.1')?.id).toBe('v4')
  expect(find('::1')).toBeUndefined()
})

test('the zone of a link-local address is not part of what is looked up', () => {
  const find = createSourceTable([{ network: 'fe80::/10', source: aSource('link') }])

  expect(find('fe80::1%eth0')?.id).toBe('link')
})

test.each(['10.0.0.0/8', '10.1.2.3', ' 10.1.2.3 ', '::/0', '2001:db8::1/128', '10.1.2.3/8'])(
  '%j is a network',
  (text) => {
    expect(networkOf(text)).toBeDefined()
  },
)

test.each([
  '',
  '10.0.0.0/33',
  '10.0.0/8',
  '::/129',
  '10.0.0.0/',
  '10.0.0.0/-1',
  '10.0.0.0/8/8',
  'vpn-2',
  '10.0.0.0/8.5',
])('%j is no network', (text) => {
  expect(networkOf(text)).toBeUndefined()
  expect(() => createSourceTable([{ network: text, source: aSource('a') }])).toThrow(/is no address and no network/)
})
