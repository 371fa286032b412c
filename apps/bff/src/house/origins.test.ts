import { expect, test } from 'vitest'
import { originsOf } from './origins.ts'

const machine = ['127.0.0.1', '192.0.2.10', '2001:db8::10']

test('on loopback the console is reached under each of its names, on the port that is really listened on', () => {
  const origins = originsOf({ host: '127.0.0.1', port: 41_234, isTls: false, publicUrls: [] }, machine)

  expect(origins).toEqual(['http://127.0.0.1:41234', 'http://localhost:41234', 'http://[::1]:41234'])
})

test('listening everywhere it is reached under every address of the machine, written as browsers write them', () => {
  const origins = originsOf({ host: '0.0.0.0', port: 443, isTls: true, publicUrls: [] }, machine)

  expect(origins).toEqual(['https://localhost', 'https://127.0.0.1', 'https://192.0.2.10', 'https://[2001:db8::10]'])
})

test('with public addresses no other origin may change anything', () => {
  const publicUrls = [new URL('https://curfew.example.org'), new URL('https://curfew.example.net:8443')]

  const origins = originsOf({ host: '0.0.0.0', port: 8080, isTls: false, publicUrls }, machine)

  expect(origins).toEqual(['https://curfew.example.org', 'https://curfew.example.net:8443'])
})
