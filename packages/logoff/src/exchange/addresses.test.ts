import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { judgeAddress } from './addresses.ts'

const nearby = [
  '127.0.0.1',
  '127.255.255.254',
  '10.0.0.1',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.1.1',
  '100.64.0.1',
  '100.127.255.255',
  '192.0.2.1',
  '198.18.0.1',
  '::1',
  'fe80::1',
  'fe80::1%eth0',
  'fc00::1',
  'fdff::1',
]
const never = [
  '0.0.0.0',
  '0.1.2.3',
  '::',
  '169.254.169.254',
  '169.254.170.2',
  '100.100.100.200',
  'fd00:ec2::254',
  '224.0.0.1',
  '255.255.255.255',
  '240.0.0.1',
  'ff02::1',
  'nonsense',
  '',
]
const open = ['93.184.215.14', '8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:2800:21f:cb07:6820:80da:af6b:8b2c']

test.each(nearby)('%s is connected to only where the source is allowed to be nearby', (address) => {
  expect(judgeAddress(address, false)).not.toBeNull()
  expect(judgeAddress(address, true)).toBeNull()
})

test.each(never)('%j is never connected to', (address) => {
  expect(judgeAddress(address, false)).not.toBeNull()
  expect(judgeAddress(address, true)).not.toBeNull()
})

test.each(open)('%s is out in the world', (address) => {
  expect(judgeAddress(address, false)).toBeNull()
})

test.each(['::ffff:', '::ffff:0:', '64:ff9b::', '64:ff9b:1::', '::'])(
  'IPv4 written as %sa.b.c.d is judged as the IPv4 that it is, with dots and without',
  (prefix) => {
    fc.assert(
      fc.property(fc.ipV4(), fc.boolean(), (address, allows) => {
        const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number)
        const hex = [a * 256 + b, c * 256 + d].map((group) => group.toString(16)).join(':')
        // `::` and `::1` are addresses of their own.
        fc.pre(prefix !== '::' || a * 256 + b > 0)
        expect(judgeAddress(`${prefix}${address}`, allows)).toBe(judgeAddress(address, allows))
        expect(judgeAddress(`${prefix}${hex}`, allows)).toBe(judgeAddress(address, allows))
      }),
    )
  },
)

test('6to4 is judged by the IPv4 that it goes through', () => {
  expect(judgeAddress('2002:7f00:1::1', false)).toBe('this machine')
  expect(judgeAddress('2002:a9fe:a9fe::', true)).toBe('a metadata address')
})

test('any text gets a judgement', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.ipV6()), fc.boolean(), (text, allows) => {
      const judgement = judgeAddress(text, allows)
      expect(judgement === null || judgement.length > 0).toBe(true)
    }),
  )
})
