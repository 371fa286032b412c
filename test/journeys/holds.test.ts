import { registerResults, sourceKey } from '@curfew/contract'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { test } from '../journey.ts'
import { arrive, atLogonPage, closeSelected, logOn, rowOf, select } from './desk.ts'
import { anAdministrator, logOnProgram, type Program, programWith, sessionOf } from './program.ts'

/** Long enough to be seen, and to be tried against on a busy machine. */
const shortSeconds = 6

async function tryToLogOn(page: Page, who: { userId: string; password: string }): Promise<void> {
  await page.getByLabel('User ID').fill(who.userId)
  await page.getByLabel('Password').fill(who.password)
  await page.getByRole('button', { name: 'Log on' }).click()
}

/** What a portal is answered when it registers a session of that user. */
async function registered(portal: Program, userId: string, handle: string) {
  const session = { handle, userId, kind: 'self-service-console', clientAddress: '203.0.113.9' }
  const answer = await portal.post('/source/sessions', { sessions: [session] })
  return registerResults.parse(await answer.json()).results[0]
}

test('closed and back again at once: flagged in the grid, kept out in one press, refused everywhere, until the hold is over', async ({
  aPerson,
  product,
}) => {
  const ada = await logOnProgram(product)
  const grace = await anAdministrator(product, { userId: 'grace', role: 'operator' })
  const key = sourceKey.parse(
    await (await ada.post('/api/sources', { name: 'portal', kinds: ['self-service-console'] })).json(),
  )
  const portal = programWith(product.url, key.key)
  const desk = (await aPerson()).page
  const hers = (await aPerson()).page
  await arrive(hers, grace)
  await arrive(desk, undefined, '/access/sessions?userId=equals:grace')

  await select(desk, 'grace')
  await closeSelected(desk, { reason: 'Suspected misuse' })
  await atLogonPage(hers)
  await logOn(hers, grace)
  await desk.getByRole('button', { name: /^1 new/ }).click()
  await rowOf(desk, 'grace')
    .getByText(/^came back after \d+ s$/)
    .waitFor()
  await desk.getByRole('button', { name: 'Keep grace out for 15 minutes' }).click()
  await desk.getByText(/^grace is kept out until/).waitFor()

  // The session that is open goes on: a hold keeps new ones out.
  await hers.goto('/closures')
  await hers.getByRole('heading', { name: 'Closures' }).waitFor()
  await hers.getByRole('button', { name: 'Log off' }).click()
  await atLogonPage(hers)
  await tryToLogOn(hers, grace)
  await hers.getByText(/^You are kept out for a while.* It ends by itself at /).waitFor()
  expect(await registered(portal, 'grace', 'one')).toMatchObject({ outcome: 'held', sessionId: null })

  await desk.getByRole('button', { name: 'Access' }).click()
  await desk.getByRole('menuitem', { name: 'Holds' }).click()
  await desk.getByRole('button', { name: 'Lift the hold on grace' }).click()
  await desk.getByRole('alertdialog').getByRole('button', { name: 'Lift the hold' }).click()
  await desk.getByText('Nobody is kept out.').waitFor()
  expect(await registered(portal, 'grace', 'two')).toMatchObject({ outcome: 'registered' })

  const message = 'Please call the service desk, extension 4711.'
  const hold = { subject: { kind: 'user', userId: 'grace' }, seconds: shortSeconds, messageToUser: message }
  await ada.post('/api/holds', hold)
  await desk.getByText(/^\d seconds? left$/).waitFor()
  await tryToLogOn(hers, grace)
  await hers.getByText(message).waitFor()
  await desk.getByText('Nobody is kept out.').waitFor()
  await tryToLogOn(hers, grace)
  await hers.getByRole('button', { name: 'Log off' }).waitFor()

  expect((await sessionOf(ada, 'userId=equals:grace&kind=security-console')).cameBack).toMatchObject({
    afterMs: expect.any(Number),
  })
  await desk.getByRole('link', { name: 'Over' }).click()
  await desk.getByText('by itself').waitFor()
  await desk.getByText('lifted by ada').waitFor()
})
