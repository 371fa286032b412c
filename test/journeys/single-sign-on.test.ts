import type { Server } from 'node:http'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type ClosureView, closureView, signalTransmitterList } from '@curfew/contract'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { type SingleSignOn, startSingleSignOn } from '../../apps/playground/src/sso/start-single-sign-on.ts'
import { createWebhookSink } from '../../apps/playground/src/webhook-sink.ts'
import { test as journey } from '../journey.ts'
import { portOf } from '../port-of.ts'
import { firstAdministrator } from '../product.ts'
import { arrive } from './desk.ts'
import { close, logOnProgram, type Program, receiptsOf, sessionsOf } from './program.ts'

/** The playground's OP, its two relying parties, and both sides of shared signals, against the started product. */
const test = journey
  .extend('sso', { scope: 'file' }, async ({ product }, { onCleanup }): Promise<SingleSignOn> => {
    const servers: Server[] = []
    const listen = async (server: Server) => {
      servers.push(server)
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      return `http://127.0.0.1:${portOf(server)}`
    }
    const sso = await startSingleSignOn({ url: product.url, ...firstAdministrator }, listen)
    onCleanup(async () => {
      await sso.close()
      for (const server of servers) server.closeAllConnections()
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
    })
    return sso
  })
  .extend('ada', { scope: 'file' }, async ({ product }) => logOnProgram(product))
  .extend('usualKnobs', { auto: true }, async ({ sso }) => {
    for (const url of [sso.shop, sso.desk]) await fetch(`${url}/knobs/ends`, { method: 'POST', redirect: 'manual' })
  })

/** Log on at a relying party, by way of its OP. @returns the `sid` that its ID token had */
async function logOnAt(page: Page, relyingParty: string, userId: string): Promise<string> {
  await page.goto(`${relyingParty}/logon`)
  await page.getByLabel('User ID').fill(userId)
  await page.getByRole('button', { name: 'Log on' }).click()
  await page.locator('#who', { hasText: userId }).waitFor()
  return (await page.locator('#sid').textContent()) ?? ''
}

/** The ids of that user's open sessions, in the order of their logons. */
async function openSessions(ada: Program, userId: string): Promise<string[]> {
  const found = await sessionsOf(ada, `userId=equals:${userId}&sort=loggedOnAt`)
  return found.map(({ id }) => id)
}

const isOff = (page: Page) => page.locator('#nobody').waitFor()
const isOn = async (page: Page) => {
  await page.reload()
  await page.locator('#who').waitFor()
}
const turn = (page: Page, url: string, knob: string) => page.context().request.post(`${url}/knobs/${knob}`)
const statusesOf = async (ada: Program, { id }: ClosureView) =>
  (await receiptsOf(ada, id)).map(({ channel, status }) => `${channel} ${status}`).sort()
const receipts = (page: Page) => page.getByRole('table', { name: 'Receipts' })

test('one user in two browsers: the one that is closed is off, the other stays, and its relying party has accepted that and no more', async ({
  ada,
  sso,
  aPerson,
}) => {
  const [one, other, console] = [await aPerson(), await aPerson(), await aPerson()]
  await logOnAt(one.page, sso.desk, 'sso.two')
  await logOnAt(other.page, sso.desk, 'sso.two')
  const [first = ''] = await openSessions(ada, 'sso.two')

  const closure = await close(ada, { sessionIds: [first] }, { reason: 'Stolen laptop' })

  await isOff(one.page)
  await isOn(other.page)
  expect(await openSessions(ada, 'sso.two')).toHaveLength(1)
  await expect
    .poll(() => statusesOf(ada, closure), { timeout: 20_000 })
    .toEqual(['back-channel acknowledged', 'shared-signals acknowledged'])
  await arrive(console.page, undefined, `/closures/${closure.id}`)
  await receipts(console.page).getByText('Accepted by playground-desk').waitFor()
  const main = await console.page.getByRole('main').textContent()
  expect(main).toContain('It has not shown that the session is over.')
  expect(main).not.toMatch(/logged off/i)
  const heard = await one.page.context().request.get(`${sso.receiver}/state`)
  expect(await heard.text()).toMatch(/session-revoked.*Stolen laptop/)
})

test('a receiver that says yes and keeps the session is shown as having accepted it, and never as logged off', async ({
  sso,
  aPerson,
}) => {
  const [user, console] = [await aPerson(), await aPerson()]
  await logOnAt(user.page, sso.desk, 'sso.kept')
  await turn(user.page, sso.desk, 'keeps')
  await arrive(console.page, undefined, '/access/sessions?userId=equals:sso.kept')
  await console.page.getByRole('checkbox', { name: 'Select sso.kept' }).click()

  await console.page.getByRole('button', { name: 'Close Sessions' }).click()
  await console.page.getByRole('alertdialog').getByRole('button', { name: 'OK', disabled: false }).click()

  const tray = console.page.getByRole('complementary', { name: 'Closures in progress' })
  await tray.getByRole('link', { name: '2 told' }).waitFor()
  await tray.getByRole('link', { name: 'Open the closure' }).click()
  await receipts(console.page).getByText('Accepted by playground-desk').waitFor()
  expect(await receipts(console.page).getByText('Verified', { exact: true }).count()).toBe(0)
  expect(await tray.getByRole('link', { name: '0 verified' }).count()).toBe(1)
  await isOn(user.page)
})

test('a relying party that proves by its guard is verified in both ways that it is told', async ({
  ada,
  sso,
  aPerson,
}) => {
  const { page } = await aPerson()
  await logOnAt(page, sso.shop, 'sso.proof')
  // What is asked for in the back channel and not heard there is proved all the same.
  await turn(page, sso.shop, 'keeps')

  const closure = await close(ada, { sessionIds: await openSessions(ada, 'sso.proof') })

  await isOff(page)
  await expect
    .poll(() => statusesOf(ada, closure), { timeout: 20_000 })
    .toEqual(['back-channel verified', 'guard-feed verified', 'shared-signals acknowledged'])
  const console = await aPerson()
  await arrive(console.page, undefined, `/closures/${closure.id}?status=verified`)
  await expect.poll(() => receipts(console.page).getByText('Verified', { exact: true }).count()).toBe(2)
})

test('a transmitter that is trusted revokes a session, which closes it here, tells its relying party, and is in the audit', async ({
  ada,
  sso,
  aPerson,
  product,
}) => {
  const [user, transmitter] = [await aPerson(), await aPerson()]
  const sid = await logOnAt(user.page, sso.desk, 'sso.revoked')
  await transmitter.page.goto(sso.transmitter)

  await transmitter.page.getByLabel('Session (its sid)').fill(sid)
  await transmitter.page.getByRole('button', { name: 'Send the signal' }).click()

  await transmitter.page.getByText('Curfew answered 202').waitFor()
  await isOff(user.page)
  expect(await openSessions(ada, 'sso.revoked')).toEqual([])
  const { items } = signalTransmitterList.parse(await (await ada.ask('/api/signals/transmitters')).json())
  expect(items[0]?.lastSignal).toMatchObject({ outcome: 'It closed 1 session.' })
  const database = new DatabaseSync(join(product.dataDir, 'curfew.sqlite'), { readOnly: true })
  const audit = database.prepare("SELECT actor_user_id, detail FROM audit WHERE act = 'signal-taken'").all()
  database.close()
  expect(JSON.stringify(audit)).toMatch(/transmitter:playground-transmitter.*closureId/)
})

test('who logs off at the OP is off in Curfew and at the other relying party as well', async ({
  ada,
  sso,
  aPerson,
}) => {
  const { page, context } = await aPerson()
  await logOnAt(page, sso.desk, 'sso.leaves')
  const shop = await context.newPage()
  await shop.goto(`${sso.shop}/logon`)
  await shop.locator('#who', { hasText: 'sso.leaves' }).waitFor()
  expect(await openSessions(ada, 'sso.leaves')).toHaveLength(2)

  await page.getByRole('link', { name: 'Log off at the OpenID provider' }).click()
  await page.getByRole('button', { name: /^Yes/ }).click()

  await isOff(page)
  await isOff(shop)
  expect(await openSessions(ada, 'sso.leaves')).toEqual([])
})

test('a webhook is added, tested, and hears of a session that is closed', async ({ ada, sso, aPerson }) => {
  const sink = createWebhookSink()
  await new Promise<void>((resolve) => sink.server.listen(0, '127.0.0.1', resolve))
  const [user, { page }] = [await aPerson(), await aPerson()]
  await logOnAt(user.page, sso.desk, 'sso.hooked')
  await arrive(page, undefined, '/webhooks')
  await page.getByRole('button', { name: 'New webhook' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Name').fill('incident desk')
  await form.getByLabel('Address', { exact: true }).fill(`http://127.0.0.1:${portOf(sink.server)}/in`)
  await form.getByText('Private addresses are allowed').click()
  await form.getByRole('button', { name: 'Add' }).click()
  const shown = page.getByRole('alertdialog')
  sink.trust((await shown.getByRole('group').first().textContent()) ?? '')
  await shown.getByRole('button', { name: 'I have it' }).click()
  await page.goto('/webhooks')
  await page.getByRole('link', { name: 'incident desk' }).click()

  await page.getByRole('button', { name: 'Send test' }).click()
  await expect
    .poll(() =>
      sink
        .heard()
        .filter(({ isGenuine }) => isGenuine)
        .map(({ type }) => type),
    )
    .toEqual(['webhook.test'])
  const answer = closureView.parse(await close(ada, { sessionIds: await openSessions(ada, 'sso.hooked') }))

  await expect
    .poll(() => sink.heard().filter(({ type, body }) => type === 'session.closed' && body.includes(answer.id)).length)
    .toBe(1)
  await page.getByRole('cell', { name: 'session.closed' }).first().waitFor()
  sink.server.closeAllConnections()
  sink.server.close()
})
