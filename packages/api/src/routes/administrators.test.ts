import { expect, test } from 'vitest'
import { aCurfew, Browser, codeOf, goodPassword } from '../api.test-kit.ts'

const bob = { userId: 'bob', firstName: 'Bob', lastName: 'Babbage', role: 'operator' }

async function created(ask: Browser['ask']) {
  const response = await ask('POST', '/api/administrators', { body: bob })
  return (await response.json()) as { administrator: { id: string }; temporaryPassword: string }
}

test('a new administrator is shown a temporary password once, and logs on with it to choose another', async () => {
  const curfew = aCurfew()
  const ada = await curfew.browser()
  const browser = new Browser(curfew.ask)

  const { administrator, temporaryPassword } = await created(ada.ask)
  const begun = await browser.ask('POST', '/api/logon', { body: { userId: 'bob', password: temporaryPassword } })
  const finished = await browser.ask('POST', '/api/logon/password', {
    body: { newPassword: 'nine white cranes at noon' },
  })

  expect(administrator).toMatchObject({ userId: 'bob', mustChangePassword: true, openSessions: 0, isYou: false })
  expect(await begun.json()).toMatchObject({ next: 'change-password' })
  expect(await finished.json()).toMatchObject({ me: { userId: 'bob', role: 'operator' } })
  const list = await ada.ask('GET', '/api/administrators')
  const text = await list.text()
  expect(JSON.parse(text)).toMatchObject({
    items: [
      { userId: 'ada', isYou: true, openSessions: 1, mustChangePassword: false },
      { userId: 'bob', isYou: false, openSessions: 1, mustChangePassword: false },
    ],
  })
  expect(text).not.toContain(temporaryPassword)
  expect(text).not.toContain('$light')
})

test('a taken user ID is refused', async () => {
  const curfew = aCurfew()
  const ada = await curfew.browser()
  await created(ada.ask)

  expect(await codeOf(await ada.ask('POST', '/api/administrators', { body: bob }))).toBe('user-id-taken')
})

test.each([
  ['a NUL', 'bo\u0000b'],
  ['an escape', 'bob\u001b[2K'],
  ['letters turned around', 'bob\u202eada'],
])('a user ID with %s in it is refused: it would show another name than was given', async (_, userId) => {
  const curfew = aCurfew()
  const ada = await curfew.browser()

  const refused = await ada.ask('POST', '/api/administrators', { body: { ...bob, userId } })

  expect(await codeOf(refused)).toBe('invalid-request')
  expect(await (await ada.ask('GET', '/api/administrators')).json()).toMatchObject({ items: [{ userId: 'ada' }] })
})

test('disabling an administrator ends the open sessions at once and tells them; enabling opens none of them again', async () => {
  const curfew = aCurfew()
  const ada = await curfew.browser()
  const { id } = await curfew.anAdministrator('bob', { role: 'operator' })
  const [browser, program] = [await curfew.browser('bob'), await curfew.program('bob')]

  const disabled = await ada.ask('PATCH', `/api/administrators/${id}`, { body: { disabled: true } })

  expect(await disabled.json()).toMatchObject({ disabled: true, openSessions: 0 })
  for (const { ask } of [browser, program]) {
    const refused = await ask('GET', '/api/me')
    expect(await refused.json()).toMatchObject({ code: 'session-closed', farewell: { ending: 'account-disabled' } })
  }
  expect(await curfew.store.deliveriesOfSession(browser.sessionId)).toMatchObject([{ channel: 'event-stream' }])
  await ada.ask('PATCH', `/api/administrators/${id}`, { body: { disabled: false } })
  expect((await browser.ask('GET', '/api/me')).status).toBe(401)
  const again = await new Browser(curfew.ask).ask('POST', '/api/logon', {
    body: { userId: 'bob', password: goodPassword },
  })
  expect(again.status).toBe(200)
})

test('a changed role counts from the next request on, in sessions that are open already', async () => {
  const curfew = aCurfew()
  const ada = await curfew.browser()
  const { id } = await curfew.anAdministrator('bob', { role: 'super-admin' })
  const browser = await curfew.browser('bob')
  expect((await browser.ask('GET', '/api/administrators')).status).toBe(200)

  await ada.ask('PATCH', `/api/administrators/${id}`, { body: { role: 'auditor' } })

  expect(await codeOf(await browser.ask('GET', '/api/administrators'))).toBe('not-permitted')
  expect(await (await browser.ask('GET', '/api/me')).json()).toMatchObject({ role: 'auditor' })
})

test('the last super admin who is enabled stays one', async () => {
  const curfew = aCurfew()
  const { id } = await curfew.anAdministrator('ada')
  await curfew.anAdministrator('eve', { disabled: true })
  const ada = await curfew.browser()

  for (const body of [{ disabled: true }, { role: 'operator' }])
    expect(await codeOf(await ada.ask('PATCH', `/api/administrators/${id}`, { body }))).toBe('last-super-admin')
  expect((await ada.ask('GET', '/api/me')).status).toBe(200)
})

test('a reset ends the sessions and gives a temporary password', async () => {
  const curfew = aCurfew()
  const ada = await curfew.browser()
  const { id } = await curfew.anAdministrator('bob', { role: 'operator' })
  const browser = await curfew.browser('bob')

  const reset = await ada.ask('POST', `/api/administrators/${id}/password-reset`)

  const { temporaryPassword } = (await reset.json()) as { temporaryPassword: string }
  expect(await (await browser.ask('GET', '/api/me')).json()).toMatchObject({ farewell: { ending: 'password-changed' } })
  const logon = { userId: 'bob', password: temporaryPassword }
  expect(await (await curfew.ask('POST', '/api/logon', { body: logon })).json()).toMatchObject({
    next: 'change-password',
  })
})

test('one who was disabled behind the API, or is gone, is let in no more, and the sessions are ended then', async () => {
  const curfew = aCurfew()
  await curfew.anAdministrator('eve')
  const { id } = await curfew.anAdministrator('bob', { role: 'operator' })
  const browser = await curfew.browser('bob')
  const audit = { id: 'a', at: curfew.now(), actor: null, act: 'administrator-changed', target: 'bob', detail: {} }
  await curfew.store.changeAdministrator(id, { disabled: true }, audit)

  const refused = await browser.ask('GET', '/api/me')

  expect(await refused.json()).toMatchObject({ code: 'session-closed', farewell: { ending: 'account-disabled' } })
  expect(await curfew.sessionOf(browser.sessionId)).toMatchObject({ ending: 'account-disabled' })
})
