import { type Endpoint, endpoints } from '@curfew/contract'
import { expect, test } from 'vitest'
import { type Asked, aCurfew, codeOf, origin } from '../api.test-kit.ts'

const mutations = Object.entries<Endpoint>(endpoints).filter(([, { method }]) => method !== 'get')

const foreign: readonly Readonly<Record<string, string>>[] = [
  { Origin: 'https://evil.example' },
  { Origin: 'null' },
  { Origin: '' },
  { Origin: 'http://curfew.example' },
  { Origin: 'https://curfew.example:8443' },
  { Origin: 'https://curfew.example.evil.example' },
  { Origin: 'https://sub.curfew.example' },
  { Origin: origin, 'Sec-Fetch-Site': 'cross-site' },
  { Origin: origin, 'Sec-Fetch-Site': 'same-site' },
  { 'Sec-Fetch-Site': 'cross-site' },
  { 'Sec-Fetch-Site': 'same-site' },
]
const ours: readonly Readonly<Record<string, string>>[] = [
  { Origin: origin },
  { Origin: origin, 'Sec-Fetch-Site': 'same-origin' },
  { 'Sec-Fetch-Site': 'same-origin' },
  // Neither: no browser leaves both out. SameSite=Strict and the JSON content type stand behind it.
  {},
]

test.each(mutations)(
  '%s is refused when another site makes a browser send it, whatever its content type',
  async (_, endpoint) => {
    const curfew = aCurfew()
    const { cookie } = await curfew.browser()
    const bodies: readonly Asked[] = [
      { body: {} },
      { rawBody: 'a=b', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
      { rawBody: '{}', headers: { 'Content-Type': 'text/plain' } },
      {},
    ]

    for (const headers of foreign) {
      for (const asked of bodies) {
        const response = await curfew.ask(endpoint.method.toUpperCase(), endpoint.path, {
          ...asked,
          headers: { Cookie: cookie ?? '', ...asked.headers, ...headers },
        })
        expect([response.status, await codeOf(response)], JSON.stringify(headers)).toEqual([403, 'foreign-origin'])
      }
    }
    expect(await curfew.store.administrators()).toHaveLength(1)
  },
)

test.each(mutations)('%s passes that check when it comes from our own pages', async (_, endpoint) => {
  for (const headers of ours) {
    const curfew = aCurfew()
    const { cookie } = await curfew.browser()

    const response = await curfew.ask(endpoint.method.toUpperCase(), endpoint.path, {
      body: {},
      headers: { Cookie: cookie ?? '', ...headers },
    })

    const text = await response.text()
    expect(text.includes('foreign-origin'), `${JSON.stringify(headers)} ${text}`).toBe(false)
  }
})

test('a program says neither where it comes from nor why, and is let in by its bearer', async () => {
  const curfew = aCurfew()
  const program = await curfew.program()

  expect((await program.ask('POST', '/api/logoff')).status).toBe(204)
})

test('a bearer does not excuse a foreign origin', async () => {
  const curfew = aCurfew()
  const program = await curfew.program()

  const response = await program.ask('POST', '/api/logoff', { headers: { Origin: 'https://evil.example' } })

  expect(await codeOf(response)).toBe('foreign-origin')
})

test('reading is no mutation: a link from another site opens, and no other site can read what comes back', async () => {
  const curfew = aCurfew()
  const browser = await curfew.browser()

  const response = await browser.ask('GET', '/api/me', { headers: { 'Sec-Fetch-Site': 'cross-site' } })

  expect(response.status).toBe(200)
  expect(response.headers.has('access-control-allow-origin')).toBe(false)
  expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin')
})
