import { expect, test } from 'vitest'
import { aCurfew, codeOf, goodPassword } from '../api.test-kit.ts'

const newPassword = 'nine white cranes at noon'

test('logging off ends the session, and takes cookie, cache and storage away', async () => {
  const curfew = aCurfew()
  const browser = await curfew.browser()
  const cookie = browser.cookie ?? ''

  const response = await browser.ask('POST', '/api/logoff')

  expect(response.status).toBe(204)
  expect(response.headers.get('clear-site-data')).toBe('"cache", "cookies", "storage"')
  expect(browser.cookie).toBeNull()
  const again = await curfew.ask('GET', '/api/me', { headers: { Cookie: cookie } })
  expect(await again.json()).toMatchObject({ code: 'session-closed', farewell: { ending: 'logoff', byYourself: true } })
})

test('a program logs off too, and has no site to be cleared', async () => {
  const curfew = aCurfew()
  const program = await curfew.program()

  const response = await program.ask('POST', '/api/logoff')

  expect(response.status).toBe(204)
  expect(response.headers.has('clear-site-data')).toBe(false)
  expect(await codeOf(await program.ask('GET', '/api/me'))).toBe('session-closed')
})

test('a session expires when nothing is done with it for its idle time, although no sweep has run', async () => {
  const curfew = aCurfew()
  const browser = await curfew.browser()

  curfew.pass(1_799)
  expect((await browser.ask('GET', '/api/me')).status).toBe(200)
  curfew.pass(1_800)
  const late = await browser.ask('GET', '/api/me')

  expect(await late.json()).toMatchObject({
    code: 'session-expired',
    farewell: { ending: 'idle-limit', limitSeconds: 1_800 },
    detail: expect.stringContaining('you were away for 30 minutes'),
  })
})

test('a page that refreshes itself does not keep its session from expiring', async () => {
  const curfew = aCurfew()
  const browser = await curfew.browser()

  curfew.pass(1_000)
  const refreshed = await browser.ask('GET', '/api/sessions', { headers: { 'X-Curfew-Background': '1' } })
  curfew.pass(800)
  const late = await browser.ask('GET', '/api/me')

  expect(refreshed.status).toBe(200)
  expect(await codeOf(late)).toBe('session-expired')
})

test('a new password ends the other sessions of its user and renews the credential of this one', async () => {
  const curfew = aCurfew()
  const other = await curfew.browser()
  const program = await curfew.program()
  const browser = await curfew.browser()
  const cookie = browser.cookie ?? ''

  const response = await browser.ask('POST', '/api/me/password', {
    body: { currentPassword: goodPassword, newPassword },
  })

  expect(await response.json()).toMatchObject({ next: 'done', me: { sessionId: browser.sessionId } })
  expect(browser.cookie).not.toBe(cookie)
  expect((await browser.ask('GET', '/api/me')).status).toBe(200)
  expect((await curfew.ask('GET', '/api/me', { headers: { Cookie: cookie } })).status).toBe(401)
  for (const { ask } of [other, program])
    expect(await (await ask('GET', '/api/me')).json()).toMatchObject({ farewell: { ending: 'password-changed' } })
})

test('a program that changes the password is given its new token', async () => {
  const curfew = aCurfew()
  const program = await curfew.program()

  const response = await program.ask('POST', '/api/me/password', {
    body: { currentPassword: goodPassword, newPassword },
  })

  const { token } = (await response.json()) as { token: string }
  const withNew = await curfew.ask('GET', '/api/me', { headers: { Authorization: `Bearer ${token}` } })
  expect([withNew.status, (await program.ask('GET', '/api/me')).status]).toEqual([200, 401])
})

test('the own password is changed with the current one only, and to a strong one only', async () => {
  const curfew = aCurfew()
  const browser = await curfew.browser()
  const change = (body: object) => browser.ask('POST', '/api/me/password', { body })

  expect(await codeOf(await change({ currentPassword: 'wrong', newPassword }))).toBe('wrong-credentials')
  expect(await codeOf(await change({ currentPassword: goodPassword, newPassword: 'short' }))).toBe('password-too-weak')
  expect(await codeOf(await change({ currentPassword: goodPassword, newPassword: goodPassword }))).toBe(
    'password-too-weak',
  )
})
