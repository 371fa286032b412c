import { createHash, randomBytes } from 'node:crypto'
import { ownSource } from '@curfew/registry'
import { expect } from 'vitest'
import { firstAdministrator } from '../product.ts'
import { arrive, atLogonPage, closeSelected, farewell, openDialog, rowOf, search, select } from './desk.ts'
import { appoint, aRecentSession, journeyWith } from './furnished.ts'
import { anAdministrator, logOnProgram, problemOf, programWith, sessionsOf } from './program.ts'

/** An administrator with 199 programs that are logged on already; their tokens are known here and nowhere else. */
const fleet = { userId: 'fleet', password: 'two hundred boats at anchor' }
const tokens = Array.from({ length: 199 }, () => `curfew_a_${randomBytes(32).toString('base64url')}`)
const programs = tokens.map((token, number) =>
  aRecentSession({
    userId: fleet.userId,
    kind: 'api',
    sourceId: ownSource.id,
    source: ownSource.name,
    via: null,
    handle: `program-${number}`,
    credentialHash: createHash('sha256').update(token).digest('base64url'),
  }),
)
const test = journeyWith(async (store) => {
  // With an administrator at hand the environment's first one is not created.
  await appoint(store, firstAdministrator, 'super-admin')
  await appoint(store, fleet, 'operator')
  await store.register(programs)
})

test('closing the own session alone: at the logon page at once, and it says who did it', async ({
  aPerson,
  product,
}) => {
  const grace = await anAdministrator(product, { userId: 'grace.alone', role: 'operator' })
  const { page } = await aPerson()
  await arrive(page, grace)

  await select(page, 'grace.alone')
  const dialog = await openDialog(page)
  const warning = await dialog.getByRole('listitem').textContent()
  await dialog.getByRole('button', { name: 'OK' }).click()
  await atLogonPage(page)

  expect(warning).toBe('This is your own session. You will be logged off at once.')
  await expect.poll(() => farewell(page).textContent()).toContain('You closed your own session.')
  expect(await sessionsOf(await logOnProgram(product), 'userId=equals:grace.alone')).toEqual([])
})

test('the own session in a batch of 200: at the logon page, and every other session of the batch is closed', async ({
  aPerson,
  product,
}) => {
  const before = await Promise.all(tokens.map((token) => programWith(product.url, token).ask('/api/me')))
  const { page } = await aPerson()
  await arrive(page, fleet)
  await search(page, fleet.userId, 200)

  await page.getByRole('checkbox', { name: 'Select all rows that are loaded' }).click()
  await page.getByRole('button', { name: 'Select all 200 that match' }).click()
  const dialog = await openDialog(page)
  const facts = await dialog.textContent()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await closeSelected(page, { reason: 'All of mine', password: fleet.password })
  await atLogonPage(page)
  const after = await Promise.all(tokens.map((token) => programWith(product.url, token).ask('/api/me')))

  expect(new Set(before.map(({ status }) => status))).toEqual(new Set([200]))
  expect(facts).toContain('Close 200 sessions?')
  expect(facts).toContain('Your own session is among them. You will be logged off last.')
  await expect.poll(() => farewell(page).textContent()).toContain('You closed your own session.')
  expect(new Set(await Promise.all(after.map(async (answer) => (await problemOf(answer)).code)))).toEqual(
    new Set(['session-closed']),
  )
})

test('logging off ends the session in every tab, and says no more than that', async ({ aPerson, product }) => {
  const grace = await anAdministrator(product, { userId: 'grace.off', role: 'auditor' })
  const { page, context } = await aPerson()
  await arrive(page, grace)
  const other = await context.newPage()
  await other.goto('/closures')
  await other.getByRole('heading', { name: 'Closures' }).waitFor()

  await page.getByRole('button', { name: 'Log off' }).click()
  await atLogonPage(page)
  await atLogonPage(other)

  expect(await sessionsOf(await logOnProgram(product), 'userId=equals:grace.off')).toEqual([])
})

test('an auditor sees the sessions, and the button says why it does not close them', async ({ aPerson, product }) => {
  const aude = await anAdministrator(product, { userId: 'aude.sees', role: 'auditor' })
  const { page } = await aPerson()
  await arrive(page, aude)
  await select(page, 'aude.sees')
  await rowOf(page, 'aude.sees').and(page.locator('[aria-selected=true]')).waitFor()

  const button = page.getByRole('button', { name: 'Close Sessions' })

  expect(await button.isDisabled()).toBe(true)
  expect(await page.getByText(/auditor,? sees sessions and does not close them/i).count()).toBe(1)
})
