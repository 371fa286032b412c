import { expect, test } from 'vitest'
import { readProxies } from '../configuration/proxies.ts'
import { readSettings } from '../configuration/settings.ts'
import { clientAddressOf } from './client-address.ts'

const proxies = (words: string) => readSettings({ CURFEW_TRUST_PROXY: words }, readProxies)

test('without a trusted proxy nobody can choose an address for himself', () => {
  expect(clientAddressOf('198.51.100.9', '192.0.2.1', proxies(''))).toBe('198.51.100.9')
})

test('behind a trusted proxy the client is who that proxy saw', () => {
  expect(clientAddressOf('127.0.0.1', '192.0.2.1', proxies('loopback'))).toBe('192.0.2.1')
  expect(clientAddressOf('::1', '2001:db8::7', proxies('loopback'))).toBe('2001:db8::7')
})

test('what stands left of the first unknown address is taken for a forgery', () => {
  const address = clientAddressOf('127.0.0.1', '203.0.113.66, 192.0.2.1, 10.1.2.3', proxies('loopback, 10.0.0.0/8'))

  expect(address).toBe('192.0.2.1')
})

test('an IPv4 peer on a dual-stack socket is the same as without the mapping', () => {
  expect(clientAddressOf('::ffff:127.0.0.1', '192.0.2.1', proxies('127.0.0.1'))).toBe('192.0.2.1')
  expect(clientAddressOf('::ffff:198.51.100.9', undefined, proxies(''))).toBe('198.51.100.9')
})

test('a header that holds no address leaves the last proxy as the client', () => {
  expect(clientAddressOf('127.0.0.1', '192.0.2.1, <script>', proxies('loopback'))).toBe('127.0.0.1')
  expect(clientAddressOf('127.0.0.1', undefined, proxies('loopback'))).toBe('127.0.0.1')
})

test('when all are proxies of ours the outermost one is the client', () => {
  expect(clientAddressOf('127.0.0.1', '10.0.0.1', proxies('loopback,10.0.0.0/8'))).toBe('10.0.0.1')
})
