import { expect } from 'vitest'
import { launchBrowser, openPerson } from '../browser.ts'
import { test } from '../journey.ts'
import { firstAdministrator, startProduct } from '../product.ts'
import { arrive, atLogonPage, farewell, rowOf } from './desk.ts'
import { aBeginner, anAdministrator, close, logOnProgram, problemOf, sessionsOf } from './program.ts'

test('a new administrator gets a temporary password, begins to log on, and is seen as Abandoned/in-progress until then', async ({
  aPerson,
}) => {
  const [ada, nina] = [await aPerson(), await aPerson()]
  await arrive(ada.page, firstAdministrator, '/administrators')
  await ada.page.getByRole('button', { name: 'New administrator' }).click()
  const dialog = ada.page.getByRole('dialog')
  await dialog.getByLabel('User ID').fill('nina')
  await dialog.getByLabel('First name').fill('Nina')
  await dialog.getByRole('button', { name: 'Create' }).click()
  const password = (await ada.page.getByRole('code').textContent()) ?? ''

  await nina.page.goto('/')
  await nina.page.getByLabel('User ID').fill('nina')
  await nina.page.getByLabel('Password').fill(password)
  await nina.page.getByRole('button', { name: 'Log on' }).click()
  await nina.page.getByRole('heading', { name: 'Choose a new password' }).waitFor()
  await ada.page.goto('/access/sessions?userId=equals:nina')
  await rowOf(ada.page, 'nina').getByText('Abandoned/in-progress').waitFor()
  await nina.page.getByLabel('New password', { exact: true }).fill('a boat of my own, at last')
  await nina.page.getByLabel('New password, once more').fill('a boat of my own, at last')
  await nina.page.getByRole('button', { name: 'Set password and log on' }).click()
  await nina.page.getByRole('button', { name: 'Log off' }).waitFor()

  await rowOf(ada.page, 'nina').getByText('Active', { exact: true }).waitFor()
})

test('a begun logon can be closed like any session, and cannot be finished then', async ({ aPerson, product }) => {
  const { temporaryPassword } = await aBeginner(product, { userId: 'ned', role: 'auditor' })
  const { page } = await aPerson()
  await page.goto('/')
  await page.getByLabel('User ID').fill('ned')
  await page.getByLabel('Password').fill(temporaryPassword)
  await page.getByRole('button', { name: 'Log on' }).click()
  await page.getByRole('heading', { name: 'Choose a new password' }).waitFor()

  const ada = await logOnProgram(product)
  const [begun] = await sessionsOf(ada, 'userId=equals:ned')
  await close(ada, { sessionIds: [begun?.id ?? ''] })
  await page.getByLabel('New password', { exact: true }).fill('a boat of my own, at last')
  await page.getByLabel('New password, once more').fill('a boat of my own, at last')
  await page.getByRole('button', { name: 'Set password and log on' }).click()
  await page.getByText('Your session was closed').waitFor()

  expect(begun?.status).toBe('abandoned-in-progress')
  expect(await sessionsOf(ada, 'userId=equals:ned')).toEqual([])
})

test('disabling an administrator logs them off at once, and lets them on no more', async ({ aPerson, product }) => {
  const otto = await anAdministrator(product, { userId: 'otto', role: 'operator' })
  const [ada, there] = [await aPerson(), await aPerson()]
  await arrive(there.page, otto)
  await arrive(ada.page, firstAdministrator, '/administrators')

  await ada.page.getByRole('button', { name: 'Actions for otto' }).click()
  await ada.page.getByRole('menuitem', { name: 'Disable' }).click()
  await ada.page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click()
  await atLogonPage(there.page)

  await expect.poll(() => farewell(there.page).textContent()).toContain('Your administrator account was disabled.')
  await there.page.getByLabel('User ID').fill(otto.userId)
  await there.page.getByLabel('Password').fill(otto.password)
  await there.page.getByRole('button', { name: 'Log on' }).click()
  await there.page.getByText('The user ID or the password is wrong.').waitFor()
})

test('a changed password ends the other sessions and leaves the own one', async ({ aPerson, product }) => {
  const pia = await anAdministrator(product, { userId: 'pia', role: 'operator' })
  const [here, there] = [await aPerson(), await aPerson()]
  await arrive(there.page, pia)
  await arrive(here.page, pia, '/password')

  await here.page.getByLabel('Present password').fill(pia.password)
  await here.page.getByLabel('New password', { exact: true }).fill('another boat, in another harbour')
  await here.page.getByLabel('New password, once more').fill('another boat, in another harbour')
  await here.page.getByRole('button', { name: 'Change password' }).click()
  await atLogonPage(there.page)

  await here.page.getByText('Your other sessions have ended').waitFor()
  expect(await sessionsOf(await logOnProgram(product), 'userId=equals:pia')).toHaveLength(1)
})

test('at a first start the printed link sets up the first super admin, and works once', async () => {
  await using product = await startProduct({ env: { CURFEW_ADMIN_USER: '', CURFEW_ADMIN_PASSWORD: '' } })
  const browser = await launchBrowser()
  const { page } = await openPerson(browser, product.url)
  const link = /^http\S+\/setup#\S+$/m.exec(product.logs())?.[0] ?? ''

  await page.goto(link)
  await page.getByLabel('User ID').fill('zoe')
  await page.getByLabel('First name').fill('Zoë')
  await page.getByLabel('Last name').fill('Müller')
  await page.getByLabel('New password', { exact: true }).fill('seven blue herons at dusk')
  await page.getByLabel('New password, once more').fill('seven blue herons at dusk')
  await page.getByRole('button', { name: 'Create and log on' }).click()
  await rowOf(page, 'zoe').waitFor()
  const again = await fetch(`${product.url}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      token: link.split('#')[1],
      userId: 'eve',
      firstName: '',
      lastName: '',
      password: 'one more',
    }),
  })
  await browser.close()

  expect(new URL(page.url()).hash).toBe('')
  expect(await problemOf(again)).toMatchObject({ status: 409, code: 'setup-finished' })
})
