import type { BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { test } from '../journey.ts'
import { arrive, atLogonPage, closeSelected, farewell, hasLeft, recordChanges, rowOf, select } from './desk.ts'
import { anAdministrator, close, logOnProgram, problemOf, sessionOf, sessionsOf } from './program.ts'

/** Where somebody may be when it happens. */
const pages = ['/access/sessions', '/access/sessions?kind=radius', '/closures', '/administrators', '/password']

test('another administrator is at the logon page at once, from whatever page, with the reason shown', async ({
  aPerson,
  product,
}) => {
  const ada = await logOnProgram(product)
  const grace = await anAdministrator(product, { userId: 'grace.pages', role: 'super-admin' })

  const measured: string[] = []
  for (const path of pages) {
    const { page, context } = await aPerson()
    await arrive(page, grace, path)
    const { id } = await sessionOf(ada, 'userId=equals:grace.pages')

    await close(ada, { sessionIds: [id] }, { messageToUser: 'Please call extension 4711.' })
    const answeredMs = performance.now()
    await hasLeft(page)
    const leftMs = performance.now()
    await atLogonPage(page)
    measured.push(`${path} ${since(answeredMs, leftMs)}, ${since(answeredMs, performance.now())}`)

    await expect.poll(() => farewell(page).textContent()).toMatch(/Your session was closed by an administrator at \d/)
    expect(await farewell(page).textContent()).toContain('Please call extension 4711.')
    await context.close()
  }
  console.log(`From the answer until the page was left, and until one can log on again: ${measured.join('; ')}`)
})

test('from inside an open dialog one is taken away too, and what was typed is sent nowhere', async ({
  aPerson,
  product,
}) => {
  const ada = await logOnProgram(product)
  const grace = await anAdministrator(product, { userId: 'grace.dialog', role: 'super-admin' })
  const { page } = await aPerson()
  await arrive(page, grace, '/administrators')
  await page.getByRole('button', { name: 'New administrator' }).click()
  await page.getByRole('dialog').getByLabel('User ID').fill('never.sent')
  const changes = recordChanges(page)

  const { id } = await sessionOf(ada, 'userId=equals:grace.dialog')
  await close(ada, { sessionIds: [id] })
  await atLogonPage(page)
  await expect.poll(() => changes).toHaveLength(2)

  expect(changes).toEqual(['POST /api/session/ended', 'POST /api/session/ended'])
  expect(await page.getByText('never.sent').count()).toBe(0)
})

test('Back shows nothing of what was there', async ({ aPerson, product }) => {
  const ada = await logOnProgram(product)
  const grace = await anAdministrator(product, { userId: 'grace.back', role: 'operator' })
  const { page } = await aPerson()
  await arrive(page, grace, '/access/sessions')
  await rowOf(page, 'grace.back').waitFor()
  await page.getByRole('button', { name: 'Access' }).click()
  await page.getByRole('menuitem', { name: 'Closures' }).click()
  await page.getByRole('heading', { name: 'Closures' }).waitFor()

  const { id } = await sessionOf(ada, 'userId=equals:grace.back')
  await close(ada, { sessionIds: [id] })
  await atLogonPage(page)
  const rowsEverShown = await watchForRows(page)
  await page.goBack()
  await atLogonPage(page)

  expect(await rowsEverShown()).toBe('0')
  expect(await page.getByText('grace.back').count()).toBe(0)
})

test('the old cookie is refused from the answer on, before any push has arrived', async ({ aPerson, product }) => {
  const ada = await logOnProgram(product)
  const grace = await anAdministrator(product, { userId: 'grace.cookie', role: 'operator' })
  const { page, context } = await aPerson()
  await arrive(page, grace)
  const cookie = await cookieOf(context)
  const { id } = await sessionOf(ada, 'userId=equals:grace.cookie')

  await close(ada, { sessionIds: [id] })
  const paths = ['/api/me', '/api/sessions', '/api/sessions/summary', '/api/sessions/export', '/api/closures']
  const answers = await Promise.all(paths.map((path) => fetch(product.url + path, { headers: { cookie } })))

  expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 401))
  expect(await Promise.all(answers.map(async (answer) => (await problemOf(answer)).code))).toEqual(
    paths.map(() => 'session-closed'),
  )
  await atLogonPage(page)
})

test('all tabs of the browser go, the hidden ones too', async ({ aPerson, product }) => {
  const ada = await logOnProgram(product)
  const grace = await anAdministrator(product, { userId: 'grace.tabs', role: 'operator' })
  const { page, context } = await aPerson()
  await arrive(page, grace)
  const tabs = [page, await context.newPage(), await context.newPage()]
  for (const tab of tabs) {
    await tab.goto('/closures')
    await tab.getByRole('heading', { name: 'Closures' }).waitFor()
  }

  const { id } = await sessionOf(ada, 'userId=equals:grace.tabs')
  await close(ada, { sessionIds: [id] })

  for (const tab of tabs) {
    await atLogonPage(tab)
    await expect.poll(() => farewell(tab).textContent()).toContain('closed by an administrator')
  }
})

test('the administrator who closed it sees the proof: told, then verified from the logon page', async ({
  aPerson,
  product,
}) => {
  const grace = await anAdministrator(product, { userId: 'grace.proof', role: 'operator' })
  const [here, there] = [await aPerson(), await aPerson()]
  await arrive(there.page, grace)
  await arrive(here.page)

  await select(here.page, 'grace.proof')
  await closeSelected(here.page, { reason: 'Incident 4711', message: 'Please call the desk.' })
  await atLogonPage(there.page)
  await here.page.getByRole('link', { name: 'Open the closure' }).click()
  await here.page.getByText('Incident 4711').first().waitFor()

  await here.page.getByRole('row', { name: /grace\.proof.*Verified/ }).waitFor()
  expect(await sessionsOf(await logOnProgram(product), 'userId=equals:grace.proof')).toEqual([])
})

test('two browsers of one user: closing one leaves the other', async ({ aPerson, product }) => {
  const ada = await logOnProgram(product)
  const grace = await anAdministrator(product, { userId: 'grace.two', role: 'operator' })
  const [closed, open] = [await aPerson(), await aPerson()]
  await arrive(closed.page, grace)
  const { id } = await sessionOf(ada, 'userId=equals:grace.two')
  await arrive(open.page, grace)

  await close(ada, { sessionIds: [id] })
  await atLogonPage(closed.page)
  await open.page.reload()
  await rowOf(open.page, 'grace.two').waitFor()

  expect(await sessionsOf(ada, 'userId=equals:grace.two')).toHaveLength(1)
})

const since = (fromMs: number, toMs: number) => `${Math.round(toMs - fromMs)} ms`

async function cookieOf(context: BrowserContext): Promise<string> {
  const cookies = await context.cookies()
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
}

/** Counts the rows of a grid that come onto the page from now on, for however short a time, in this document or the next. */
async function watchForRows(page: Page): Promise<() => Promise<string>> {
  const watch = () => {
    let rows = 0
    new MutationObserver(() => {
      rows += document.querySelectorAll('[role=grid] [role=row]').length
      document.documentElement.dataset['rowsEverShown'] = String(rows)
    }).observe(document, { childList: true, subtree: true })
    document.documentElement?.setAttribute('data-rows-ever-shown', '0')
  }
  await page.addInitScript(watch)
  await page.evaluate(watch)
  return () => page.evaluate(() => document.documentElement.dataset['rowsEverShown'] ?? '0')
}
