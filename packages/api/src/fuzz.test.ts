import { type Endpoint, type EndpointName, endpoints, newAdministratorRequest, problem } from '@curfew/contract'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Ask, aCurfew, origin } from './api.test-kit.ts'

/** Anything that a header may carry. */
const headerText = fc.string({
  unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
  maxLength: 60,
})
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    '\0',
    '\ud800',
    '%',
    '%zz',
    '../..',
    "' OR 1=1 --",
    '"',
    '*',
    'NEAR(a b)',
    '💥',
    '__proto__',
    'constructor',
  ),
)
const anyJson = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  anyText,
  fc.constantFrom(null, 0, -1, 1e308, true, [], {}, [[[[]]]], { __proto__: null }),
)
const anyBody = fc.oneof(
  anyJson.map((value) => JSON.stringify(value)),
  fc.string({ maxLength: 60 }),
  fc.constantFrom('{', '{"userId":', 'NaN', '\ufeff{}', '['.repeat(50_000)),
)
const names = Object.keys(endpoints) as EndpointName[]
const fields = [
  'sort',
  'limit',
  'cursor',
  'userId',
  'kind',
  'status',
  'via',
  'loggedOnAt',
  'idleSeconds',
  'lastEventId',
  'x',
]
const anyQuery = fc.array(
  fc.tuple(
    fc.oneof(fc.constantFrom(...fields), anyText),
    fc.oneof(
      anyText,
      fc
        .tuple(fc.constantFrom('contains', 'startsWith', 'equals', 'from', 'before', 'atLeast'), anyText)
        .map(([operator, text]) => `${operator}:${text}`),
    ),
  ),
  { maxLength: 4 },
)

/** The answer is never a fault, and when it is a problem it is a valid one. */
async function check(response: Response): Promise<void> {
  expect(response.status).toBeLessThan(500)
  if (response.headers.get('content-type') !== 'application/problem+json') {
    if (!response.bodyUsed) await response.body?.cancel()
    return
  }
  const text = await response.text()
  // HEAD has no body.
  if (text !== '') expect(problem.parse(JSON.parse(text))).toMatchObject({ status: response.status })
}

async function bothCarriers(): Promise<readonly Ask[]> {
  const curfew = aCurfew()
  await curfew.register({ userId: 'grace' }, { userId: 'linus', kind: 'radius' })
  return [(await curfew.browser()).ask, (await curfew.program()).ask, (await curfew.source()).ask, curfew.ask]
}

const rounds = { numRuns: 400 }

test('whatever is sent as a body, by whomever, the answer is no fault', async () => {
  const callers = await bothCarriers()
  const mutations = names.filter((name) => endpoints[name].method !== 'get' && name !== 'logoff')
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...mutations),
      anyBody,
      fc.constantFrom(...callers),
      async (name, rawBody, ask) => {
        const endpoint: Endpoint = endpoints[name]
        const path = endpoint.path.replace('{id}', 'some-id')
        const headers = { 'Content-Type': 'application/json; charset=utf-8' }
        await check(await ask(endpoint.method.toUpperCase(), path, { rawBody, headers }))
      },
    ),
    rounds,
  )
})

test('whatever is in the fields of a body that has the right ones, the answer is no fault', async () => {
  const [ask = expect.unreachable()] = await bothCarriers()
  const shapes = [
    ['POST', '/api/logon', ['userId', 'password', 'kind']],
    ['POST', '/api/plans', ['sessionIds']],
    ['POST', '/api/plans', ['matching', 'except']],
    ['POST', '/api/closures', ['planId', 'reason', 'messageToUser', 'password']],
    ['POST', '/api/session/ended', ['receipt', 'step']],
    ['POST', '/api/setup', ['token', 'userId', 'firstName', 'lastName', 'password']],
    ['POST', '/api/administrators', ['userId', 'firstName', 'lastName', 'role']],
    ['PATCH', '/api/administrators/some-id', ['disabled', 'role']],
  ] as const
  const likely = fc.oneof(
    anyJson,
    fc.array(anyText, { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(fc.constantFrom(...fields), anyText),
      fc.oneof(anyText, fc.array(anyText, { maxLength: 2 })),
      { maxKeys: 3 },
    ),
    fc.constantFrom('told', 'auditor', 'api', 'x'.repeat(60), `some-delivery.${'A'.repeat(43)}`),
  )
  const request = fc.constantFrom(...shapes).chain(([method, path, keys]) =>
    fc.tuple(...keys.map(() => likely)).map((values) => ({
      method,
      path,
      body: Object.fromEntries(keys.map((key, index) => [key, values[index]])),
    })),
  )
  await fc.assert(
    fc.asyncProperty(request, async ({ method, path, body }) => {
      await check(await ask(method, path, { body }))
    }),
    rounds,
  )
})

test('whatever is in a query or a cursor, the answer is no fault', async () => {
  const [ask = expect.unreachable()] = await bothCarriers()
  const reads = names.filter((name) => endpoints[name].method === 'get')
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...reads), anyQuery, async (name, query) => {
      const path = endpoints[name].path.replace('{id}', 'some-id')
      const search = new URLSearchParams(query.map(([field, text]) => [field, text])).toString()
      await check(await ask('GET', `${path}?${search}`))
    }),
    rounds,
  )
})

test('whatever is changed in a cursor that was given out, the answer is no fault', async () => {
  const [ask = expect.unreachable()] = await bothCarriers()
  for (const sort of ['userId', '-lastActivityAt', 'expiresAt,-userId', 'commandStartedAt']) {
    const page = await ask('GET', `/api/sessions?limit=1&sort=${sort}`)
    const { nextCursor } = (await page.json()) as { nextCursor: string }
    const mangled = fc
      .tuple(fc.nat(nextCursor.length), fc.nat(4), anyText)
      .map(([at, length, text]) => nextCursor.slice(0, at) + text + nextCursor.slice(at + length))
    await fc.assert(
      fc.asyncProperty(mangled, fc.constantFrom(sort, 'kind', '-loggedOnAt'), async (cursor, otherSort) => {
        await check(
          await ask(
            'GET',
            `/api/sessions?limit=1&sort=${otherSort}&cursor=${encodeURIComponent(cursor.toWellFormed())}`,
          ),
        )
      }),
      { numRuns: 60 },
    )
  }
})

test('whatever is in a path, a cookie or a header, the answer is no fault', async () => {
  const { ask } = aCurfew({ trustProxy: true })
  const anyHeaders = fc.record(
    {
      Cookie: headerText.map((text) => `__Host-curfew=${text}`),
      Authorization: fc.oneof(
        headerText,
        headerText.map((text) => `Bearer ${text}`),
      ),
      'X-Request-Id': headerText,
      'Content-Type': headerText,
      'Content-Length': fc.constantFrom('-1', 'NaN', '99999999999', ''),
      Accept: headerText,
      'User-Agent': headerText,
      'Last-Event-ID': headerText,
      'Sec-Fetch-Site': headerText,
    },
    { requiredKeys: [] },
  )
  const anyPath = fc.oneof(
    fc.constantFrom(...names.map((name) => endpoints[name].path)),
    fc
      .array(anyText, { maxLength: 5 })
      .map((parts) => `/api/${parts.map((part) => encodeURIComponent(part.toWellFormed())).join('/')}`),
    fc.webPath().map((path) => `/api${path}`),
  )
  const anyMethod = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'BREW')
  await fc.assert(
    fc.asyncProperty(anyMethod, anyPath, anyHeaders, async (method, path, headers) => {
      await check(await ask(method, path, { headers }))
    }),
    { numRuns: 800 },
  )
})

test('a logon survives user ids and passwords in every script, and finds each again', async () => {
  const curfew = aCurfew()
  const keeper = await curfew.browser('keeper')
  const named = (userId: string) => ({ userId, firstName: userId, lastName: '', role: 'auditor' })
  const userIds = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 20 })
    .filter((text) => newAdministratorRequest.safeParse(named(text)).success)
  await fc.assert(
    fc.asyncProperty(userIds, async (userId) => {
      const created = await keeper.ask('POST', '/api/administrators', { body: named(userId) })
      if (created.status === 409) return
      expect(created.status).toBe(201)
      const { temporaryPassword: password } = (await created.json()) as { temporaryPassword: string }
      const logon = await curfew.ask('POST', '/api/logon', { body: { userId, password }, headers: { Origin: origin } })
      expect(await logon.json()).toMatchObject({ next: 'change-password' })
    }),
    { numRuns: 100 },
  )
})
