import { expect, test } from 'vitest'
import { aCurfew, Browser, codeOf, goodPassword } from '../api.test-kit.ts'

const wrong = { userId: 'ada', password: 'eight grey herons at dawn' }
const right = { userId: 'ada', password: goodPassword }

test('a browser that logs on gets its credential in a cookie that no script and no other site can use', async () => {
  const curfew = aCurfew()
  await curfew.anAdministrator('ada')

  const response = await curfew.ask('POST', '/api/logon', { body: right })

  const [cookie = ''] = response.headers.getSetCookie()
  expect(cookie).toMatch(/^__Host-curfew=curfew_c_[\w-]{43};/)
  expect(cookie).toContain('HttpOnly')
  expect(cookie).toContain('Secure')
  expect(cookie).toContain('SameSite=Strict')
  expect(cookie).toContain('Path=/')
  expect(cookie).not.toContain('Domain')
  expect(await response.json()).toEqual({
    next: 'done',
    me: {
      userId: 'ada',
      firstName: 'ada',
      lastName: 'Lovelace',
      role: 'super-admin',
      sessionId: expect.any(String),
      loggedOnAt: '2026-05-04T08:00:00.000Z',
      expiresAt: '2026-05-04T08:30:00.000Z',
    },
  })
})

test('a program that logs on gets a token, no cookie, and its session is listed like all others', async () => {
  const curfew = aCurfew()
  await curfew.anAdministrator('ada')

  const response = await curfew.ask('POST', '/api/logon', { body: { ...right, kind: 'api' } })

  expect(response.headers.getSetCookie()).toEqual([])
  const { token } = (await response.json()) as { token: string }
  const page = await curfew.ask('GET', '/api/sessions?kind=api', { headers: { Authorization: `Bearer ${token}` } })
  expect(await page.json()).toMatchObject({ items: [{ kind: 'api', userId: 'ada', source: 'curfew', isOwn: true }] })
})

test("a browser's credential is not accepted as a bearer, nor a program's in a cookie, and a bearer hides a cookie", async () => {
  const curfew = aCurfew()
  const browser = await curfew.browser()
  const program = await curfew.program()
  const cookie = browser.cookie ?? ''
  const [, browserToken = ''] = cookie.split('=')

  const asBearer = await curfew.ask('GET', '/api/me', { headers: { Authorization: `Bearer ${browserToken}` } })
  const asCookie = await curfew.ask('GET', '/api/me', { headers: { Cookie: `__Host-curfew=${program.token}` } })
  const both = await curfew.ask('GET', '/api/me', { headers: { Cookie: cookie, Authorization: 'Bearer nonsense' } })

  const proxied = await curfew.ask('GET', '/api/me', {
    headers: { Cookie: cookie, Authorization: 'Basic b2Y6cHJveHk=' },
  })

  expect([asBearer.status, asCookie.status, both.status]).toEqual([401, 401, 401])
  expect(proxied.status).toBe(200)
  expect((await browser.ask('GET', '/api/me')).status).toBe(200)
})

test('a credential that a source has registered for a session of its own opens nothing here', async () => {
  const curfew = aCurfew()
  const { token, sessionId } = await curfew.program()
  const session = await curfew.sessionOf(sessionId)
  const { hashPresented, newOwnCredential } = await import('../credential.ts')
  const foreign = await newOwnCredential('api')
  const credentialHash = (await hashPresented('api', foreign.token)) ?? ''
  await curfew.register({ ...session, id: 'foreign', sourceId: 'vpn', source: 'vpn', handle: 'h', credentialHash })

  const response = await curfew.ask('GET', '/api/me', { headers: { Authorization: `Bearer ${foreign.token}` } })

  expect(response.status).toBe(401)
  expect(await codeOf(response)).toBe('not-logged-on')
  expect(token).not.toBe(foreign.token)
})

test('each logon has a credential of its own, and ends the session that the browser had before', async () => {
  const curfew = aCurfew()
  const browser = await curfew.browser()
  const before = { cookie: browser.cookie ?? '', sessionId: browser.sessionId }

  await browser.ask('POST', '/api/logon', { body: right })

  expect(browser.cookie).not.toBe(before.cookie)
  expect(await curfew.sessionOf(before.sessionId)).toMatchObject({ ending: 'logoff' })
  expect((await curfew.ask('GET', '/api/me', { headers: { Cookie: before.cookie } })).status).toBe(401)
})

test('a wrong password, an unknown user and a disabled one get the same answer but for the request id', async () => {
  const curfew = aCurfew()
  await curfew.anAdministrator('ada')
  await curfew.anAdministrator('bob', { disabled: true })

  const answers = await Promise.all(
    [wrong, { ...right, userId: 'nobody' }, { ...right, userId: 'bob' }].map(async (body) => {
      const response = await curfew.ask('POST', '/api/logon', { body })
      return { status: response.status, body: { ...((await response.json()) as object), requestId: '' } }
    }),
  )

  expect(answers[0]).toMatchObject({ status: 401, body: { code: 'wrong-credentials' } })
  expect(answers[1]).toEqual(answers[0])
  expect(answers[2]).toEqual(answers[0])
})

test('too many attempts say when to come back, and a right password is answered like a wrong one meanwhile', async () => {
  const curfew = aCurfew()
  await curfew.anAdministrator('ada')
  for (let failures = 0; failures < 5; failures += 1) await curfew.ask('POST', '/api/logon', { body: wrong })

  const response = await curfew.ask('POST', '/api/logon', { body: right })

  expect(response.status).toBe(429)
  expect(response.headers.get('retry-after')).toBe('5')
  expect(await response.json()).toMatchObject({ code: 'too-many-attempts', retryAfterSeconds: 5 })
  curfew.pass(5)
  expect((await curfew.ask('POST', '/api/logon', { body: right })).status).toBe(200)
})

test('with a temporary password the logon is begun, listed as abandoned or in progress, and finished with a new one', async () => {
  const curfew = aCurfew()
  await curfew.anAdministrator('ada', { mustChangePassword: true })
  const watcher = await curfew.program('eve')
  const browser = new Browser(curfew.ask)

  const begun = await browser.ask('POST', '/api/logon', { body: right })
  const whileBegun = await watcher.ask('GET', '/api/sessions?userId=equals:ada')
  const locked = await browser.ask('GET', '/api/sessions')
  const cookieWhileBegun = browser.cookie
  const finished = await browser.ask('POST', '/api/logon/password', {
    body: { newPassword: 'nine white cranes at noon' },
  })

  expect(await begun.json()).toEqual({ next: 'change-password', expiresAt: '2026-05-04T08:03:00.000Z' })
  expect(await whileBegun.json()).toMatchObject({
    items: [{ status: 'abandoned-in-progress', idleLimitSeconds: 180, absoluteLimitSeconds: 480 }],
  })
  expect(await codeOf(locked)).toBe('password-change-required')
  expect(await finished.json()).toMatchObject({ next: 'done', me: { userId: 'ada' } })
  expect(browser.cookie).not.toBe(cookieWhileBegun)
  expect((await browser.ask('GET', '/api/me')).status).toBe(200)
  const afterwards = await curfew.ask('GET', '/api/me', { headers: { Cookie: cookieWhileBegun ?? '' } })
  expect(afterwards.status).toBe(401)
})

test('whoever else began a logon with the same temporary password is out when it is finished', async () => {
  const curfew = aCurfew()
  await curfew.anAdministrator('ada', { mustChangePassword: true })
  const [one, other] = [new Browser(curfew.ask), new Browser(curfew.ask)]
  for (const browser of [one, other]) await browser.ask('POST', '/api/logon', { body: right })

  await one.ask('POST', '/api/logon/password', { body: { newPassword: 'nine white cranes at noon' } })
  const late = await other.ask('POST', '/api/logon/password', { body: { newPassword: 'ten black swans at night' } })

  expect(await late.json()).toMatchObject({ code: 'session-closed', farewell: { ending: 'password-changed' } })
})

test('a program cannot begin a logon that it cannot finish', async () => {
  const curfew = aCurfew()
  await curfew.anAdministrator('ada', { mustChangePassword: true })

  const response = await curfew.ask('POST', '/api/logon', { body: { ...right, kind: 'api' } })

  expect(await codeOf(response)).toBe('password-change-required')
  expect(await curfew.store.sessionsByUser('ada', ['api'])).toEqual([])
})

test('a logon that is finished already has nothing to finish', async () => {
  const curfew = aCurfew()
  const browser = await curfew.browser()

  const response = await browser.ask('POST', '/api/logon/password', {
    body: { newPassword: 'nine white cranes at noon' },
  })

  expect(await codeOf(response)).toBe('not-logged-on')
})

test('the setup link makes the first super admin, logs on, and works once', async () => {
  const curfew = aCurfew()
  const { ensureFirstAdministrator } = await import('@curfew/access')
  const first = await ensureFirstAdministrator(curfew.ports, {})
  const token = first.outcome === 'setup-needed' ? first.setupToken : ''
  const wanted = { token, userId: 'ada', firstName: 'Ada', lastName: 'Lovelace', password: goodPassword }
  const browser = new Browser(curfew.ask)

  const before = await curfew.ask('GET', '/api/about')
  const weak = await browser.ask('POST', '/api/setup', { body: { ...wanted, password: 'password1234' } })
  const guessed = await browser.ask('POST', '/api/setup', { body: { ...wanted, token: 'a guess' } })
  const done = await browser.ask('POST', '/api/setup', { body: wanted })
  const again = await browser.ask('POST', '/api/setup', { body: wanted })

  expect(await before.json()).toMatchObject({ setupNeeded: true })
  expect(await codeOf(weak)).toBe('password-too-weak')
  expect(await codeOf(guessed)).toBe('wrong-credentials')
  expect(await done.json()).toMatchObject({ next: 'done', me: { userId: 'ada', role: 'super-admin' } })
  expect(await codeOf(again)).toBe('setup-finished')
  expect((await browser.ask('GET', '/api/me')).status).toBe(200)
  expect(await (await curfew.ask('GET', '/api/about')).json()).toMatchObject({ setupNeeded: false })
})
