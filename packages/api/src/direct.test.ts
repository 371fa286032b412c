import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { aCurfew, origin } from './api.test-kit.ts'
import { createApiWithShortcut } from './app.ts'

const form = 'application/x-www-form-urlencoded'
const json = 'application/json'

async function aShortcut() {
  const curfew = aCurfew()
  const { ask, source, key } = await curfew.source()
  const other = await curfew.source()
  const { answerDirectly, api } = createApiWithShortcut(curfew.ports)
  const session = (handle: string, more: object = {}) => ({
    handle,
    kind: 'self-service-console',
    userId: 'ada',
    ...more,
  })
  await ask('POST', '/source/sessions', { body: { sessions: [session('open'), session('ended'), session('begun')] } })
  await ask('POST', '/source/sessions/end', { body: { sessions: [{ handle: 'ended' }] } })
  await other.ask('POST', '/source/sessions', { body: { sessions: [session('foreign')] } })
  const directly = (body: string, headers: Readonly<Record<string, string>> = {}, path = '/source/introspect') => {
    const all: Readonly<Record<string, string>> = {
      authorization: `Bearer ${key}`,
      'content-type': form,
      ...headers,
    }
    return answerDirectly({ path, header: (name) => all[name], body, clientAddress: '192.0.2.1' })
  }
  const report = (body: string) => directly(body, { 'content-type': json }, '/source/acks')
  const byRoute = (body: string, path = '/source/introspect', type = form) =>
    api.request(`${origin}${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': type },
      body,
    })
  return { ...curfew, source, key, directly, report, byRoute }
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

test('whatever is reported, the shortcut answers as the route does, or leaves it to the route', {
  timeout: 30_000,
}, async () => {
  const { report, byRoute } = await aShortcut()
  const said = fc.record(
    {
      guard: fc.constantFrom('guard-one', 'guard-two', 'short', 7),
      position: fc.constantFrom(0, 1, -1, 1.5, '0'),
      verified: fc.constantFrom([], ['nonsense'], [7], 'all'),
      leaving: fc.constantFrom(true, false, 'yes'),
      more: fc.constant(1),
    },
    { requiredKeys: ['guard', 'position'] },
  )
  const body = fc.oneof(
    { weight: 8, arbitrary: said.map((value) => JSON.stringify(value)) },
    fc.constantFrom('', '{', '[]', 'null', '{"guard":"guard-one","position":0}}'),
  )

  await fc.assert(
    fc.asyncProperty(body, async (asked) => {
      const [direct, response] = [await report(asked), await byRoute(asked, '/source/acks', json)]

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
  ['a packed body', { 'content-encoding': 'gzip' }],
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
  const ask = () =>
    limited.answerDirectly({
      path: '/source/introspect',
      header: (name) => all[name],
      body: 'handle=open',
      clientAddress: '',
    })

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
