import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { type Playground, startPlayground } from '../../apps/playground/src/playground.ts'
import { test as journey } from '../journey.ts'
import { firstAdministrator } from '../product.ts'
import { close, logOnProgram, type Program, receiptsOf, sessionOf, sessionsOf } from './program.ts'

/** Every kind of affected client of DESIGN §2 but RADIUS, each the real playground program against the started product. */
const test = journey.extend(
  'playground',
  { scope: 'file' },
  async ({ product }, { onCleanup }): Promise<Playground> => {
    const playground = await startPlayground({ url: product.url, ...firstAdministrator, firstPort: 0, stepMs: 400 })
    onCleanup(() => playground.close())
    return playground
  },
)

async function logOnAt(page: Page, url: string, userId: string, prepare?: () => Promise<void>) {
  await page.goto(`${url}/logon`)
  await page.getByLabel('User ID').fill(userId)
  await prepare?.()
  await page.getByRole('button', { name: 'Log on' }).click()
  await page.locator('#who', { hasText: userId }).waitFor()
}

/** Close the user's one session, and say when OK had come. */
async function closeUser(program: Program, userId: string, messageToUser = 'Please call 4711.') {
  const session = await sessionOf(program, `userId=equals:${userId}`)
  const closure = await close(program, { sessionIds: [session.id] }, { messageToUser })
  return { session, closure, okAt: performance.now() }
}

/** Resolves when the closure's one receipt says that the end was observed. */
async function isVerified(program: Program, closureId: string) {
  await expect
    .poll(async () => (await receiptsOf(program, closureId)).map(({ status }) => status), { timeout: 15_000 })
    .toEqual(['verified'])
}

const press = (page: Page, name: string) => page.getByRole('button', { name }).click()
const told = (page: Page) => page.locator('#told')

for (const [client, via] of [
  ['portal', 'direct'],
  ['webTier', 'web-tier'],
] as const) {
  test(`Self-Service Console, ${via}: listed, off at once, the running command answered, the next page the logon page`, async ({
    product,
    playground,
    aPerson,
  }) => {
    const program = await logOnProgram(product)
    const { page } = await aPerson()
    const userId = `user.${via}`
    await logOnAt(page, playground.clients[client], userId)
    await press(page, 'Run the ten-second command')
    const said = async () => (await page.context().request.get(playground.clients[client])).text()
    await expect.poll(said).toContain(`The ten-second command of ${userId} runs.`)

    const { session, closure, okAt } = await closeUser(program, userId)
    await page.waitForURL('**/logon')
    const leftAfter = performance.now() - okAt

    expect(session).toMatchObject({ kind: 'self-service-console', via, status: 'active' })
    const farewell = page.locator('#farewell')
    await expect.poll(() => farewell.textContent()).toContain('Your session was closed by an administrator at')
    expect(await farewell.textContent()).toContain('Please call 4711.')
    expect(await farewell.textContent()).toMatch(
      /Your session was closed while the ten-second command was running\. It (did not take effect|took effect in part)\./,
    )
    await page.goto(playground.clients[client])
    expect(new URL(page.url()).pathname).toBe('/logon')
    await isVerified(program, closure.id)
    expect(await sessionsOf(program, `userId=equals:${userId}`)).toEqual([])
    console.info(`${via}: at the logon page ${Math.round(leftAfter)} ms after OK`)
  })
}

test('two browsers of one user at the portal: closing one leaves the other', async ({
  product,
  playground,
  aPerson,
}) => {
  const program = await logOnProgram(product)
  const [one, other] = [await aPerson(), await aPerson()]
  await logOnAt(one.page, playground.clients.portal, 'user.twice')
  const [first] = await sessionsOf(program, 'userId=equals:user.twice')
  await logOnAt(other.page, playground.clients.portal, 'user.twice')

  await close(program, { sessionIds: [first?.id ?? ''] })
  await one.page.waitForURL('**/logon')

  await other.page.reload()
  await other.page.locator('#who', { hasText: 'user.twice' }).waitFor()
  expect(await sessionsOf(program, 'userId=equals:user.twice')).toHaveLength(1)
})

test('Operations Console: listed and closed only with Super Admin credentials', async ({
  product,
  playground,
  aPerson,
}) => {
  const program = await logOnProgram(product)
  const [shown, hidden] = [await aPerson(), await aPerson()]
  await logOnAt(shown.page, playground.clients.operations, 'ops.with', () =>
    shown.page.getByLabel('with Super Admin credentials').check(),
  )
  await logOnAt(hidden.page, playground.clients.operations, 'ops.without')

  const listed = await sessionsOf(program, 'kind=operations-console')
  const { closure } = await closeUser(program, 'ops.with')
  await shown.page.waitForURL('**/logon')

  expect(listed.map(({ userId }) => userId)).toEqual(['ops.with'])
  await isVerified(program, closure.id)
  await hidden.page.reload()
  await hidden.page.locator('#who', { hasText: 'ops.without' }).waitFor()
})

test('Token Management Snap-In: a program without a browser hears of it and its command is interrupted', async ({
  product,
  playground,
  aPerson,
}) => {
  const program = await logOnProgram(product)
  const { page } = await aPerson()
  await page.goto(playground.clients.snapIn)
  await press(page, 'Log on')
  await press(page, 'Run the ten-second command')

  const { session, closure } = await closeUser(program, 'snapin-admin')

  expect(session).toMatchObject({ kind: 'token-management-snap-in', status: 'active' })
  await expect
    .poll(async () => (await page.reload(), told(page).textContent()), { timeout: 10_000 })
    .toContain('Told: the session was closed.')
  await expect
    .poll(async () => (await page.reload(), told(page).textContent()), { timeout: 10_000 })
    .toContain('The command was interrupted')
  await expect
    .poll(async () => (await receiptsOf(program, closure.id)).map(({ status }) => status))
    .toEqual([expect.stringMatching(/acknowledged|verified/)])
})

test('SSL-VPN agent: Abandoned/in-progress until it is finished; closed, it is over', async ({
  product,
  playground,
  aPerson,
}) => {
  const program = await logOnProgram(product)
  const { page } = await aPerson()
  await page.goto(playground.clients.sslVpn)
  await press(page, 'Begin a logon')
  const begun = await sessionOf(program, 'kind=risk-based-authentication')
  await press(page, 'Finish it')
  const finished = await sessionOf(program, 'kind=risk-based-authentication')

  await closeUser(program, 'vpn-user')

  expect(begun.status).toBe('abandoned-in-progress')
  expect(finished).toMatchObject({ id: begun.id, status: 'active' })
  await expect
    .poll(async () => (await page.reload(), told(page).textContent()), { timeout: 10_000 })
    .toContain('Told: the session was closed.')
})

test('Authentication agent: never listed, in no count, and by no id', async ({ product, playground, aPerson }) => {
  const program = await logOnProgram(product)
  const { page } = await aPerson()
  await page.goto(playground.clients.agent)

  await press(page, 'Log on')

  await page.locator('#who', { hasText: 'agent-user is logged on' }).waitFor()
  expect(await sessionsOf(program, 'userId=equals:agent-user')).toEqual([])
  expect((await sessionsOf(program)).some(({ kind }) => kind === 'authentication-agent')).toBe(false)
})

test('API program: its next call is answered with session-closed', async ({ product, playground, aPerson }) => {
  const program = await logOnProgram(product)
  const { page } = await aPerson()
  await page.goto(playground.clients.apiProgram)
  await press(page, 'Log on')
  const programs = await sessionsOf(program, `kind=api&userId=equals:${firstAdministrator.userId}&sort=loggedOnAt`)
  const newest = programs.at(-1)

  await close(program, { sessionIds: [newest?.id ?? ''] })

  expect(newest?.isOwn).toBe(false)
  await expect
    .poll(async () => (await page.reload(), told(page).textContent()), { timeout: 10_000 })
    .toContain('session-closed')
})
