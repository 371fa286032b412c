import { createServer } from 'node:http'
import { sourceKey } from '@curfew/contract'
import { createGuard } from '@curfew/guard'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { createPortal } from '../../apps/playground/src/clients.ts'
import { listenerOf } from '../../apps/playground/src/late-server.ts'
import { test as journey } from '../journey.ts'
import { portOf } from '../port-of.ts'
import { arrive, atLogonPage, closeSelected, logOn, rowOf, select } from './desk.ts'
import { anAdministrator, logOnProgram, sessionOf } from './program.ts'

const test = journey
  .extend('ada', { scope: 'file' }, async ({ product }) => logOnProgram(product))
  // The playground's Self-Service Console, where people log on.
  .extend('portal', { scope: 'file' }, async ({ product, ada }, { onCleanup }): Promise<string> => {
    const registered = await ada.post('/api/sources', { name: 'portal', kinds: ['self-service-console'] })
    const { key } = sourceKey.parse(await registered.json())
    const guard = createGuard({ url: product.url, key })
    const server = createServer(listenerOf(createPortal({ guard })))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onCleanup(async () => {
      await guard.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    })
    return `http://127.0.0.1:${portOf(server)}`
  })

/** Long enough to be seen, and to be tried against on a busy machine. */
const shortSeconds = 8

async function tryToLogOn(page: Page, who: { userId: string; password: string }): Promise<void> {
  await page.getByLabel('User ID').fill(who.userId)
  await page.getByLabel('Password').fill(who.password)
  await page.getByRole('button', { name: 'Log on' }).click()
}

/** The logon page of the portal, and what it says to whoever tries. */
async function tryAtPortal(page: Page, portal: string, userId: string): Promise<void> {
  await page.goto(`${portal}/logon`)
  await page.getByLabel('User ID').fill(userId)
  await page.getByRole('button', { name: 'Log on' }).click()
}

test('closed and back again at once: flagged in the grid, kept out in one press, refused everywhere, until the hold is over', async ({
  ada,
  aPerson,
  portal,
  product,
}) => {
  const grace = await anAdministrator(product, { userId: 'grace', role: 'operator' })
  const [desk, hers, atPortal] = [(await aPerson()).page, (await aPerson()).page, (await aPerson()).page]
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
  await tryAtPortal(atPortal, portal, 'grace')
  await atPortal.getByRole('alert').filter({ hasText: 'grace is kept out until' }).waitFor()
  await atPortal.goto(portal)
  expect(new URL(atPortal.url()).pathname).toBe('/logon')

  await desk.getByRole('button', { name: 'Access' }).click()
  await desk.getByRole('menuitem', { name: 'Holds' }).click()
  await desk.getByRole('button', { name: 'Lift the hold on grace' }).click()
  await desk.getByRole('alertdialog').getByRole('button', { name: 'Lift the hold' }).click()
  await desk.getByText('Nobody is kept out.').waitFor()
  await tryAtPortal(atPortal, portal, 'grace')
  await atPortal.locator('#who', { hasText: 'grace' }).waitFor()
  await atPortal.getByRole('button', { name: 'Log off' }).click()
  await atPortal.waitForURL('**/logon')

  const message = 'Please call the service desk, extension 4711.'
  const hold = { subject: { kind: 'user', userId: 'grace' }, seconds: shortSeconds, messageToUser: message }
  await ada.post('/api/holds', hold)
  await desk.getByText(/^\d seconds? left$/).waitFor()
  await tryToLogOn(hers, grace)
  await hers.getByText(message).waitFor()
  await tryAtPortal(atPortal, portal, 'grace')
  await atPortal.getByRole('alert').filter({ hasText: message }).waitFor()
  await desk.getByText('Nobody is kept out.').waitFor()
  await tryToLogOn(hers, grace)
  await hers.getByRole('button', { name: 'Log off' }).waitFor()
  await tryAtPortal(atPortal, portal, 'grace')
  await atPortal.locator('#who', { hasText: 'grace' }).waitFor()

  expect((await sessionOf(ada, 'userId=equals:grace&kind=security-console')).cameBack).toMatchObject({
    afterMs: expect.any(Number),
  })
  await desk.getByRole('link', { name: 'Over' }).click()
  await desk.getByText('by itself').waitFor()
  await desk.getByText('lifted by ada').waitFor()
})
