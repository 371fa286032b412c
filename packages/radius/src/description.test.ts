import { expect, test } from 'vitest'
import { attribute } from './attribute.ts'
import { describeAttributes } from './description.ts'
import { extendedAttribute } from './extended.ts'
import { mutations } from './mutations.ts'
import { decodePacket } from './packet.ts'
import { packetOf, radclient, realPackets, rfc2865 } from './packets.test-kit.ts'

const vendorSpecific = (hex: string) => attribute('Vendor-Specific', Buffer.from(hex.replaceAll(' ', ''), 'hex'))

test('a real packet reads like what was given to radclient', () => {
  const lines = describeAttributes(packetOf(radclient.start).attributes).map(({ name, value }) => `${name} = ${value}`)

  expect(lines).toEqual([
    'User-Name = ada',
    'Acct-Status-Type = Start',
    'Acct-Session-Id = 0000002A',
    'NAS-IP-Address = 192.0.2.7',
    'NAS-Identifier = vpn-2',
    'NAS-Port = 3',
    'NAS-Port-Type = Virtual',
    'Calling-Station-Id = 203.0.113.9',
    'Called-Station-Id = 198.51.100.1',
    'Framed-IP-Address = 10.8.0.6',
    'Framed-IPv6-Prefix = 2001:db8:42::/48',
    'Framed-IPv6-Address = 2001:db8::6',
    'Event-Timestamp = 2026-03-02T09:00:00.000Z',
    'Acct-Delay-Time = 0',
    'Class = 0x0102ff',
    'Cisco-AVPair = connect-progress=Call Up',
  ])
})

test("several attributes of a vendor in one, unknown ones, and other vendors' are all there", () => {
  const described = describeAttributes([
    vendorSpecific('00003a8c 0306 61646d69 0a06 0a000001'),
    vendorSpecific('000061dd 0306 67756573 0e08 0010a42319c0'),
    vendorSpecific('00123456 010a 6869207468657265'),
    vendorSpecific('00000137 1006 01020304'),
  ])

  expect(described).toEqual([
    { name: 'Mikrotik-Group', value: 'admi' },
    { name: 'Mikrotik-Host-IP', value: '10.0.0.1' },
    { name: 'Ruckus-SSID', value: 'gues' },
    { name: 'Ruckus-BSSID', value: '0x0010a42319c0' },
    { name: 'Vendor 1193046 1', value: 'hi there' },
    { name: 'MS-MPPE-Send-Key', value: '(hidden)' },
  ])
})

test('vendors that write their attributes otherwise are read as they write', () => {
  const starent = vendorSpecific('00001fe4 0003 0008 00000005')
  const usr = vendorSpecific('000001ad 0000900c 00000001')
  const wimax = vendorSpecific('000060b5 0105 00 0102')

  expect(describeAttributes([starent, usr, wimax])).toEqual([
    { name: 'Starent 3', value: '0x00000005' },
    { name: 'USR 36876', value: '0x00000001' },
    { name: 'WiMAX', value: '0x0105000102' },
  ])
})

test.each([
  ['a vendor alone', '00000009', 'Cisco', '0x'],
  ['no whole vendor', '000009', 'Vendor-Specific', '0x000009'],
  ['a length that lies', '00000009 01ff 61', 'Cisco', '0x01ff61'],
  ['a Starent length that lies', '00001fe4 0003 ffff 00', 'Starent', '0x0003ffff00'],
  ['half a Starent head', '00001fe4 0003', 'Starent', '0x0003'],
])('%s is shown as octets', (_what, hex, name, value) => {
  expect(describeAttributes([vendorSpecific(hex)])).toEqual([{ name, value }])
})

test('passwords and keys are named and not shown', () => {
  const pair = Buffer.from('tunnel-password=hunter2')
  const avPair = Buffer.concat([Buffer.from('00000009', 'hex'), Buffer.of(1, pair.length + 2), pair])
  const described = describeAttributes([
    ...packetOf(rfc2865.telnetRequest).attributes,
    { type: 26, value: avPair },
    attribute('Tunnel-Password', Buffer.from('hunter2')),
  ])

  expect(described).toContainEqual({ name: 'User-Password', value: '(hidden)' })
  expect(described).toContainEqual({ name: 'Cisco-AVPair', value: 'tunnel-password=(hidden)' })
  expect(JSON.stringify(described)).not.toContain('hunter2')
})

test('tags, names of values, unknown attributes and values that do not fit are printed', () => {
  const described = describeAttributes([
    attribute('Tunnel-Type', { tag: 0, value: 13 }),
    attribute('Tunnel-Private-Group-Id', { tag: 2, value: '100' }),
    attribute('Acct-Terminate-Cause', 6),
    attribute('NAS-Port-Type', 19),
    attribute('NAS-Port-Type', 99),
    attribute('MIP6-Feature-Vector', 1n),
    { type: 199, value: Buffer.from([1, 2]) },
    { type: 46, value: Buffer.from([1, 2]) },
  ])

  expect(described.map(({ name, value }) => `${name} = ${value}`)).toEqual([
    'Tunnel-Type = VLAN',
    'Tunnel-Private-Group-Id = 100 (tunnel 2)',
    'Acct-Terminate-Cause = Admin-Reset',
    'NAS-Port-Type = Wireless-802.11',
    'NAS-Port-Type = 99',
    'MIP6-Feature-Vector = 1',
    'Attribute 199 = 0x0102',
    'Acct-Session-Time = 0x0102',
  ])
})

test('extended attributes come last, with their fragments joined', () => {
  const long = Buffer.alloc(600, 'x')
  const vendor = Buffer.concat([Buffer.from('0000000905', 'hex'), Buffer.from('hello')])
  const described = describeAttributes([
    ...extendedAttribute(245, 3, long),
    ...extendedAttribute(241, 26, vendor),
    attribute('User-Name', 'ada'),
  ])

  expect(described).toEqual([
    { name: 'User-Name', value: 'ada' },
    { name: 'Attribute 245.3', value: 'x'.repeat(600) },
    { name: 'Cisco 241.26.5', value: 'hello' },
  ])
})

test('whatever a packet holds can be described', () => {
  for (const octets of mutations(realPackets, 2_000, 7)) {
    const reading = decodePacket(octets)
    if (reading.ok) expect(describeAttributes(reading.packet.attributes)).toBeInstanceOf(Array)
  }
})
