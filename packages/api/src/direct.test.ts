import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { aCurfew, origin } from './api.test-kit.ts'
import { createApiWithShortcut } from './app.ts'

const form = 'application/x-www-form-urlencoded'

async function aShortcut() {
  const curfew = aCurfew()
  const { ask, source, key } = await curfew.source()
  const other = await curfew.source()
  const { introspectDirectly, api } = createApiWithShortcut(curfew.ports)
  const session = (handle: string, more: object = {}) => ({
    handle,
    kind: 'self-service-console',
    userId: 'ada',
    ...more,
  })
  await ask('POST', '/source/sessions', { body: { sessions: [session('open'), session('ended'), session('begun')] } })
  await ask('POST', '/source/sessions/end', { body: { sessions: [{ handle: 'ended' }] } })
  await other.ask('POST', '/source/sessions', { body: { sessions: [session('foreign')] } })
  const directly = (body: string, headers: Readonly<Record<string, string>> = {}) => {
    const all: Readonly<Record<string, string>> = {
      authorization: `Bearer ${key}`,
      'content-type': form,
      ...headers,
    }
    return introspectDirectly({ header: (name) => all[name], body, clientAddress: '192.0.2.1' })
  }
  const byRoute = (body: string) =>
    api.request(`${origin}/source/introspect`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': form },
      body,
    })
  return { ...curfew, source, key, directly, byRoute }
}

const withoutId = (headers: Iterable<readonly [string, string]>) =>
  Object.fromEntries(
    Array.from(headers, ([name, value]) => [name.toLowerCase(), value]).filter(([name]) => name !== 'x-request-id'),
  )

test('whatever is asked, the shortcut answers as the route does, or leaves it to the route', {
  timeout: 30_000,
}, async () => {
  const { directly, byRoute } = await aShortcut()
  const text = fc.oneof(
    fc.constantFrom('open', 'ended', 'begun', 'foreign', 'nobody', '', 'x'.repeat(257), '%00', '%zz', 'a+b', '%F0%9F'),
    fc.string({ maxLength: 8 }),
  )
  const field = fc.tuple(fc.constantFrom('handle', 'token', 'token_type_hint', 'x'), text)
  const body = fc
    .array(field, { maxLength: 4 })
    .map((fields) => fields.map(([name, value]) => `${name}=${value}`).join('&'))

  await fc.assert(
    fc.asyncProperty(body, async (asked) => {
      const [direct, response] = [await directly(asked), await byRoute(asked)]

      expect(direct === null).toBe(response.status !== 200)
      if (!direct) return
      expect(direct.body).toBe(await response.text())
      expect(withoutId(Object.entries(direct.headers))).toEqual(withoutId(response.headers))
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['no key', { authorization: '' }],
  ['a key of nobody', { authorization: `Bearer cfk_${'A'.repeat(43)}` }],
  ['another type', { 'content-type': 'application/json' }],
  ['an origin', { origin }],
  ['a page behind it', { 'sec-fetch-site': 'same-origin' }],
  ["a proxy's name for it", { 'x-request-id': 'from-a-proxy' }],
])('a request with %s is left to the route, and nothing is done', async (_, headers) => {
  const { directly, log } = await aShortcut()
  const before = log.length

  expect(await directly('handle=open', headers)).toBe(null)
  expect(log).toHaveLength(before)
})

test('a store that fails, and a source that calls too often, are left to the route', async () => {
  const { directly, store, ports, key } = await aShortcut()
  const limited = createApiWithShortcut({ ...ports, sourceLimits: { perSecond: 1, burst: 1 } })
  const all: Readonly<Record<string, string>> = { authorization: `Bearer ${key}`, 'content-type': form }
  const ask = () => limited.introspectDirectly({ header: (name) => all[name], body: 'handle=open', clientAddress: '' })

  const answers = [await ask(), await ask()]
  store.sessionByHandle = async () => Promise.reject(new Error('The disk is gone.'))

  expect(answers.map((answer) => answer === null)).toEqual([false, true])
  expect(await directly('handle=open')).toBe(null)
})

test('it is logged, counted and noted as by the route', async () => {
  const { directly, log, store, source, now } = await aShortcut()

  await directly('handle=open')

  expect(log.at(-1)).toMatchObject({
    event: 'request',
    method: 'POST',
    route: '/source/introspect',
    status: 200,
    code: null,
    clientAddress: '192.0.2.1',
  })
  expect((await store.sourceById(source.id))?.lastSeenAt).toEqual(now())
})
