import { type ClosureView, sessionDetail } from '@curfew/contract'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Nas } from '../../apps/playground/src/nas/nas.ts'
import { test as journey } from '../journey.ts'
import { startProduct } from '../product.ts'
import { freeUdpPort, type NasToStart, startNas, startUnregistered } from '../vpn.ts'
import { arrive, closeSelected, openDialog, rowOf, select, trayShows } from './desk.ts'
import { close, logOnProgram, type Program, receiptsOf, sessionOf, sessionsOf } from './program.ts'

/** Each NAS is one way of taking a Disconnect-Request; the address is what they are known by. */
const wanted = {
  vpn: { identifier: 'vpn-1', address: '127.0.0.1', knobs: { behaviour: 'stays' } },
  refusing: { identifier: 'vpn-refusing', address: '127.0.0.2', knobs: { behaviour: 'refuses', errorCause: 501 } },
  mute: { identifier: 'vpn-mute', address: '127.0.0.3', knobs: { behaviour: 'mute' } },
  deaf: { identifier: 'switch-deaf', address: '127.0.0.4', hears: false },
} as const satisfies Record<string, NasToStart>
type NasName = keyof typeof wanted

const accountingPort = await freeUdpPort()
const test = journey
  .override('product', { scope: 'file' }, async ({}, { onCleanup }) => {
    const product = await startProduct({ env: { CURFEW_RADIUS_ACCOUNTING_PORT: String(accountingPort) } })
    onCleanup(() => product.remove())
    return product
  })
  .extend('ada', { scope: 'file' }, async ({ product }) => logOnProgram(product))
  .extend('nases', { scope: 'file' }, async ({ ada }, { onCleanup }): Promise<Readonly<Record<NasName, Nas>>> => {
    const started: { close(): Promise<unknown> }[] = []
    onCleanup(async () => {
      await Promise.all(started.map((nas) => nas.close()))
    })
    const start = async (name: NasName) => {
      const nas = await startNas(ada, accountingPort, wanted[name])
      started.push(nas)
      return nas
    }
    return {
      vpn: await start('vpn'),
      refusing: await start('refusing'),
      mute: await start('mute'),
      deaf: await start('deaf'),
    }
  })
  // Begun first and looked at last: a NAS that does not answer takes its time.
  .extend('muteClosure', { scope: 'file', auto: true }, async ({ ada, nases }): Promise<ClosureView> => {
    nases.mute.logOn('mute.ada')
    const session = await listed(ada, 'mute.ada')
    return close(ada, { sessionIds: [session.id] })
  })

/** The session of that user, once accounting has told of it. */
async function listed(program: Program, userId: string) {
  await expect.poll(async () => (await sessionsOf(program, `userId=equals:${userId}`)).length).toBe(1)
  return sessionOf(program, `userId=equals:${userId}`)
}

const found = (userId: string) => `/access/sessions?userId=equals:${encodeURIComponent(userId)}`

async function closeThe(page: Page, userId: string) {
  await rowOf(page, userId).waitFor()
  await select(page, userId)
  await closeSelected(page, { reason: 'a journey' })
  await trayShows(page, '1 session closed')
}

const tray = (page: Page) => page.getByRole('complementary', { name: 'Closures in progress' })

test('a user of a VPN who is closed is closing, then acknowledged, and verified with the Stop', async ({
  aPerson,
  ada,
  nases,
}) => {
  const { acctSessionId } = nases.vpn.logOn('vpn.ada')
  await listed(ada, 'vpn.ada')
  const { page } = await aPerson()
  await arrive(page, undefined, found('vpn.ada'))

  await closeThe(page, 'vpn.ada')
  await rowOf(page, 'vpn.ada').getByText('Closing').waitFor()
  await tray(page).getByRole('link', { name: 'Open the closure' }).click()
  await page.getByRole('cell', { name: /^Acknowledged/ }).waitFor()
  // It really is gone now, and the NAS says so.
  nases.vpn.logOff(acctSessionId)
  // What was under way when it woke is still to be given up; the next attempt is answered.
  await page.getByRole('cell', { name: /^Verified/ }).waitFor({ timeout: 90_000 })
  await page.goto(found('vpn.ada'))
  await page.getByText('No match').first().waitFor()
})

test('a session whose NAS agreed and speaks of it all the same stays in the grid as still online, and its detail says since when', async ({
  aPerson,
  ada,
  nases,
}) => {
  nases.vpn.logOn('vpn.grace')
  const session = await listed(ada, 'vpn.grace')
  const { page } = await aPerson()
  await arrive(page, undefined, found('vpn.grace'))
  await closeThe(page, 'vpn.grace')
  await tray(page)
    .getByText(/acknowledged|told/)
    .first()
    .waitFor()
  await expect.poll(() => nases.vpn.told.entries()[0]?.what).toBe('Disconnect-Request for vpn.grace: ACK.')

  nases.vpn.sendInterims()

  const stillOnlineAt = async () =>
    sessionDetail.parse(await (await ada.ask(`/api/sessions/${session.id}`)).json()).radius?.stillOnlineAt
  await expect.poll(stillOnlineAt).toEqual(expect.any(String))
  await page.reload()
  await rowOf(page, 'vpn.grace').getByText('Still online').waitFor()
})

test('a NAS that refuses is named with its cause in words, and its session stays in the grid', async ({
  aPerson,
  ada,
  nases,
}) => {
  nases.refusing.logOn('refused.ada')
  await listed(ada, 'refused.ada')
  const { page } = await aPerson()
  await arrive(page, undefined, found('refused.ada'))

  await closeThe(page, 'refused.ada')

  await tray(page)
    .getByText(/vpn-refusing: refused, Administratively Prohibited \(501\): The configuration of the NAS forbids/)
    .waitFor()
  await rowOf(page, 'refused.ada').waitFor()
  expect(nases.refusing.sessions.size).toBe(1)
})

test('a NAS without a disconnect port is named before OK is pressed', async ({ aPerson, ada, nases }) => {
  nases.deaf.logOn('deaf.ada')
  await listed(ada, 'deaf.ada')
  const { page } = await aPerson()
  await arrive(page, undefined, found('deaf.ada'))
  await rowOf(page, 'deaf.ada').waitFor()
  await select(page, 'deaf.ada')

  const dialog = await openDialog(page)

  await dialog.getByText(/switch-deaf \(1 session\)/).waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await rowOf(page, 'deaf.ada').waitFor()
})

test('when a NAS restarts its sessions end, and those of no other', async ({ aPerson, ada, nases }) => {
  nases.refusing.logOn('restart.ada')
  nases.deaf.logOn('restart.grace')
  await listed(ada, 'restart.ada')
  await listed(ada, 'restart.grace')
  const { page } = await aPerson()
  await arrive(page, undefined, '/access/sessions?userId=startsWith:restart.')
  await rowOf(page, 'restart.ada').waitFor()

  nases.refusing.restart()

  await expect
    .poll(async () => (await sessionsOf(ada, 'userId=startsWith:restart.')).map(({ userId }) => userId))
    .toEqual(['restart.grace'])
  await page.reload()
  await rowOf(page, 'restart.grace').waitFor()
  expect(await rowOf(page, 'restart.ada').count()).toBe(0)
})

test('a NAS is registered on its form with a secret made there, and its first session is in the grid', async ({
  aPerson,
  ada,
  onTestFinished,
}) => {
  const { page } = await aPerson()
  await arrive(page, undefined, '/sources')
  await page.getByRole('button', { name: 'New NAS' }).click()
  const form = page.getByRole('dialog', { name: 'New NAS' })
  await form.getByLabel('Name', { exact: true }).fill('vpn-by-form')
  await form.getByLabel('Its accounting comes from').fill('127.0.0.5')
  await form.getByRole('button', { name: 'Make one' }).click()
  const secret = await form.getByLabel('Shared secret').inputValue()
  const nas = await startUnregistered(accountingPort, { identifier: 'vpn-by-form', address: '127.0.0.5' }, secret)
  onTestFinished(() => nas.close())
  await form.getByLabel('Disconnect port').fill(String(nas.disconnectPort))

  await form.getByRole('button', { name: 'Register' }).click()
  await page.getByRole('heading', { name: 'vpn-by-form' }).waitFor()
  await page.getByText('Never', { exact: true }).waitFor()
  nas.logOn('form.ada')

  await page.getByRole('link', { name: '1 session of vpn-by-form: show them' }).click()
  await rowOf(page, 'form.ada').waitFor()
  expect(await page.content()).not.toContain(secret)
  await closeThe(page, 'form.ada')
  // Both know the same secret: it answers, and says that the session is over.
  await expect.poll(() => nas.sessions.size).toBe(0)
  await expect.poll(async () => (await sessionsOf(ada, 'userId=equals:form.ada')).length).toBe(0)
})

test('what was given up is found from Closures, and told once its NAS is mended and somebody asks again', async ({
  aPerson,
  ada,
  onTestFinished,
}) => {
  const portless = { identifier: 'vpn-portless', address: '127.0.0.6', settings: { disconnectPort: null } } as const
  const nas = await startNas(ada, accountingPort, portless)
  onTestFinished(() => nas.close())
  nas.logOn('portless.ada')
  const session = await listed(ada, 'portless.ada')
  await close(ada, { sessionIds: [session.id] })
  const { page } = await aPerson()
  await arrive(page, undefined, '/closures')
  await page.getByRole('link', { name: 'Show what was given up' }).click()
  await page.getByRole('link', { name: 'portless.ada' }).waitFor()
  await page
    .getByText(/it has no disconnect port/)
    .first()
    .waitFor()

  await ada.ask(`/api/sources/${nas.sourceId}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ radius: { disconnectPort: nas.disconnectPort } }),
  })
  await page.getByRole('button', { name: 'Retry all' }).click()

  await page.getByText('Nothing is given up.').waitFor()
  await expect.poll(() => nas.sessions.size).toBe(0)
  await expect.poll(async () => (await sessionsOf(ada, 'userId=equals:portless.ada')).length).toBe(0)
})

test('a NAS that is mute is unreachable, with what may be the cause, and is told when it wakes', async ({
  aPerson,
  ada,
  nases,
  muteClosure,
}) => {
  const receipt = async () => (await receiptsOf(ada, muteClosure.id))[0]
  await expect.poll(async () => (await receipt())?.status, { timeout: 50_000 }).toBe('unreachable')
  expect((await receipt())?.cause).toMatch(/shared secret|firewall/)
  const { page } = await aPerson()
  await arrive(page, undefined, `/closures/${muteClosure.id}`)
  await page.getByRole('cell', { name: /^Unreachable/ }).waitFor()

  nases.mute.knobs = { ...nases.mute.knobs, behaviour: 'ends' }
  await page.getByRole('button', { name: 'Retry' }).first().click()

  // Also while an attempt is under way it is asked again at once.
  await page.getByRole('cell', { name: /^Verified/ }).waitFor()
  expect(nases.mute.sessions.size).toBe(0)
})
