import { type Endpoint, endpoints, type Role, roles } from '@curfew/contract'
import { beforeAll, describe, expect, test } from 'vitest'
import { aCurfew, Browser, type Curfew, goodPassword } from './api.test-kit.ts'

/** Who may come: nobody known, one whose logon is only begun, each role as a browser and as a program, a source, and a receiver of signals. */
type Caller = 'nobody' | 'begun' | 'source' | 'receiver' | Role
const callers: readonly Caller[] = ['nobody', 'begun', 'source', 'receiver', ...roles]
const refusals = new Set(['not-logged-on', 'password-change-required', 'not-permitted'])

/** What the table says, as the code of the refusal; null when the caller is let in. */
function expected({ access }: Endpoint, caller: Caller): string | null {
  if (access === 'anyone') return null
  if (caller === 'nobody') return 'not-logged-on'
  // A key opens nothing but what sources call, and nothing else opens that.
  const keys = ['source', 'receiver'] as const
  const isByKey = (one: string) => keys.some((key) => key === one)
  if (isByKey(access) || isByKey(caller)) return access === caller ? null : 'not-logged-on'
  if (access === 'begun-session') return null
  if (caller === 'begun') return 'password-change-required'
  if (access === 'own-session') return null
  return rankOf(caller) >= rankOf(access) ? null : 'not-permitted'
}

const rankOf = (one: string) => roles.findIndex((role) => role === one)

let came = 0

/** Each time somebody else comes: what one has done to the own session is nothing to the next. */
async function askAs(curfew: Curfew, caller: Caller, carrier: 'browser' | 'program', { method, path }: Endpoint) {
  const asked = [
    method.toUpperCase(),
    path.replace('{id}', 'no-such-id'),
    method === 'get' ? {} : { body: {} },
  ] as const
  const userId = `ada-${(came += 1)}`
  if (caller === 'nobody') return curfew.ask(...asked)
  if (caller === 'source') return (await curfew.source()).ask(...asked)
  if (caller === 'receiver') return (await curfew.receiver()).ask(...asked)
  if (caller === 'begun') {
    await curfew.anAdministrator(userId, { mustChangePassword: true })
    const browser = new Browser(curfew.ask)
    await browser.ask('POST', '/api/logon', { body: { userId, password: goodPassword } })
    return browser.ask(...asked)
  }
  return (await curfew[carrier](userId, caller)).ask(...asked)
}

describe.each(Object.entries<Endpoint>(endpoints))('%s', (name, endpoint) => {
  let curfew: Curfew
  beforeAll(async () => {
    curfew = aCurfew()
    await curfew.anAdministrator('eve')
  })

  test.each(callers)('lets in, or refuses, %s as the table of endpoints says', async (caller) => {
    for (const carrier of ['browser', 'program'] as const) {
      const response = await askAs(curfew, caller, carrier, endpoint)

      const isProblem = response.headers.get('content-type') === 'application/problem+json'
      const { code } = isProblem ? ((await response.json()) as { code: string }) : { code: '' }
      // A logon that is finished already has nothing to finish: the same word, another reason.
      const isAboutTheBody = name === 'finishLogon' || !refusals.has(code)
      if (expected(endpoint, caller) === null) expect(isAboutTheBody, `${carrier}: ${code}`).toBe(true)
      else expect(code, carrier).toBe(expected(endpoint, caller))
      if (!response.bodyUsed) await response.body?.cancel()
    }
  })
})

test('the role is judged before the body is read: one who may not gets no hint of what would be taken', async () => {
  const curfew = aCurfew()
  const auditor = await curfew.browser('ada', 'auditor')

  for (const [path, body] of [
    ['/api/plans', { nonsense: true }],
    ['/api/administrators', undefined],
  ] as const) {
    const response = await auditor.ask('POST', path, body ? { body } : { rawBody: 'x' })
    expect(response.status).toBe(403)
  }
})
