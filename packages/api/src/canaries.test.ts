import { expect, test } from 'vitest'
import { aCurfew, Browser, codeOf, goodPassword, origin } from './api.test-kit.ts'

/**
 * Everything that must not get out is planted, and then looked for in all that was answered and logged. New credentials
 * are in the one answer that hands them over, and nowhere else.
 */
test('no password, token, cookie or hash is in any answer, header or line of the log', async () => {
  const curfew = aCurfew()
  const secrets = new Map<string, string>()
  const plant = (name: string) => {
    const secret = `canary-${name}-${'x'.repeat(12)}-${secrets.size}`
    secrets.set(name, secret)
    return secret
  }
  const ada = await curfew.browser()
  const program = await curfew.program()
  const handedOver = curfew.answers.splice(0).filter((text) => text.includes(program.token))
  secrets.set('the token of a program', program.token)
  secrets.set('the cookie of a browser', ada.cookie?.split('=')[1] ?? '')
  secrets.set('the good password', goodPassword)
  const { browser: eve, secretsOfEve } = await anotherAdministrator()

  for (const { ask } of [ada, program, { ask: new Browser(curfew.ask).ask }]) await misuse(ask)
  await curfew.app.request(`${origin}/api/me`, { headers: { Cookie: `__Host-curfew=${plant('a forged cookie')}` } })
  await curfew.ask('GET', '/api/me', { headers: { Authorization: `Bearer ${plant('a forged bearer')}` } })
  await curfew.ask('GET', `/api/nothing?password=${plant('a password in an address')}`)
  await curfew.ask('POST', '/api/logon', {
    rawBody: `{"password":"${plant('broken JSON')}`,
    headers: { 'Content-Type': 'application/json' },
  })
  for (const name of Object.keys(curfew.store)) {
    if (/^(installationSecret|sessionByCredential|administratorByUserId|sessionById)$/.test(name)) continue
    Object.assign(curfew.store, {
      [name]: async (...words: unknown[]) => Promise.reject(new Error(JSON.stringify(words))),
    })
  }
  for (const { ask } of [ada, program, eve]) await misuse(ask)

  const everything = [...curfew.answers, ...curfew.log.map((line) => JSON.stringify(line))].join('\n')
  for (const [name, secret] of [...secrets, ...secretsOfEve]) expect(everything.includes(secret), name).toBe(false)
  expect(/\$light|curfew_[ac]_/.exec(everything)).toBeNull()
  expect(handedOver).toHaveLength(1)
  expect(curfew.log.some(({ event }) => event === 'fault')).toBe(true)

  /** Every call that takes something secret, with something secret. */
  async function misuse(ask: Browser['ask']): Promise<void> {
    await ask('GET', '/api/me')
    await ask('GET', '/api/sessions')
    await ask('GET', '/api/sessions/export').then((response) => response.text())
    await ask('POST', '/api/logon', { body: { userId: plant('a password as user id'), password: plant('a password') } })
    await ask('POST', '/api/logon', { body: { userId: 'ada', password: plant('a wrong password') } })
    await ask('POST', '/api/logon', { body: { userId: 'ada', password: [plant('a password in an array')] } })
    await ask('POST', '/api/logon/password', { body: { newPassword: plant('a new password') } })
    await ask('POST', '/api/setup', {
      body: {
        token: plant('a setup token'),
        userId: 'x',
        firstName: '',
        lastName: '',
        password: plant('a first password'),
      },
    })
    await ask('POST', '/api/me/password', {
      body: { currentPassword: plant('a current password'), newPassword: plant('another password') },
    })
    await ask('POST', '/api/closures', { body: { planId: 'x', reason: '', password: plant('a confirmation') } })
    await ask('POST', '/api/session/ended', { body: { receipt: plant('a receipt in a wrong place'), step: 'told' } })
    await ask('GET', '/metrics', { headers: { 'X-Test-Address': '127.0.0.1' } })
  }

  async function anotherAdministrator() {
    const body = { userId: 'eve', firstName: 'Eve', lastName: '', role: 'auditor' }
    const created = await ada.ask('POST', '/api/administrators', { body })
    const { temporaryPassword } = (await created.json()) as { temporaryPassword: string }
    const browser = new Browser(curfew.ask)
    await browser.ask('POST', '/api/logon', { body: { userId: 'eve', password: temporaryPassword } })
    // What handed it over is the one place where it may be.
    curfew.answers.splice(0)
    return { browser, secretsOfEve: new Map([['a temporary password', temporaryPassword]]) }
  }
})

test('the audit names who did what, and holds no secret', async () => {
  const curfew = aCurfew()
  const rows: string[] = []
  const store = { ...curfew.store }
  curfew.store.writeAudit = async (entries) => {
    rows.push(...entries.map((entry) => JSON.stringify(entry)))
    return store.writeAudit(entries)
  }
  const ada = await curfew.browser()

  const wrong = await curfew.ask('POST', '/api/logon', { body: { userId: 'secret in the wrong field', password: 'x' } })

  expect(await codeOf(wrong)).toBe('wrong-credentials')
  expect(rows.map((row) => (JSON.parse(row) as { act: string }).act)).toEqual([
    'administrator-logged-on',
    'password-refused',
  ])
  expect(rows.join()).not.toContain('secret in the wrong field')
  expect(rows.join()).not.toContain(ada.cookie?.split('=')[1])
})
