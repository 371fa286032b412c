import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mockPassword } from '@curfew/mocks'
import type { Browser, Page } from 'playwright-core'
import { build, createServer, preview } from 'vite'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { launchBrowser, openPerson } from '../browser.ts'
import { atLogonPage, closeSelected, farewell, openDialog, rowOf, trayShows } from './desk.ts'

const onMocks = {
  configFile: join(import.meta.dirname, '../../vite.config.ts'),
  mode: 'mock',
  logLevel: 'error',
} as const
const anyPort = { port: 0, strictPort: false } as const

/** The console on mocks in few files: no BFF, no database. `npm run dev:mock` serves the same in hundreds. */
let url: string
let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
  const outDir = await mkdtemp(join(tmpdir(), 'curfew-on-mocks-'))
  const nodeEnv = process.env['NODE_ENV']
  await build({ ...onMocks, build: { outDir, minify: false } })
  // A build takes the whole process for a production of its own.
  process.env['NODE_ENV'] = nodeEnv
  await copyFile(fileURLToPath(import.meta.resolve('msw/mockServiceWorker.js')), join(outDir, 'mockServiceWorker.js'))
  const server = await preview({ ...onMocks, build: { outDir }, preview: { ...anyPort, host: '127.0.0.1' } })
  url = server.resolvedUrls?.local[0] ?? ''
  return async () => {
    await browser.close()
    await server.close()
    await rm(outDir, { recursive: true })
  }
})

async function open(path: string, at = url): Promise<Page> {
  const person = await openPerson(browser, at)
  onTestFinished(() => person.context.close())
  // The first time the dev server transforms everything that the page asks for.
  person.context.setDefaultTimeout(45_000)
  await person.page.goto(path)
  return person.page
}

/** Its shadow root is open, and found through. */
const panel = (page: Page) => page.locator('curfew-mock-panel')

test('as "npm run dev:mock" serves it one is logged on without a BFF, sees sessions, and closes some', async () => {
  const server = await createServer({ ...onMocks, server: { ...anyPort, hmr: false, watch: null } })
  onTestFinished(() => server.close())
  await server.listen()
  const page = await open('/?scenario=quiet-day', server.resolvedUrls?.local[0])
  await rowOf(page, 'ada').waitFor()

  await page.getByRole('row').nth(3).getByRole('checkbox').click()
  await closeSelected(page, { reason: 'a try' })
  await trayShows(page, '1 session closed')

  expect(new URL(page.url()).search).not.toContain('scenario')
})

test('the panel closes the own session: the logon page says so, and a reload does not log on again', async () => {
  const page = await open('/?scenario=empty')
  await rowOf(page, 'ada').waitFor()

  await panel(page).getByText('Mock:').click()
  await panel(page).getByRole('button', { name: 'Close my session' }).click()
  await atLogonPage(page)
  await expect.poll(() => farewell(page).textContent()).toContain('closed by an administrator')
  await page.goto('/')
  await atLogonPage(page)
  await page.getByLabel('User ID').fill('grace')
  await page.getByLabel('Password').fill(mockPassword)
  await page.getByRole('button', { name: 'Log on' }).click()

  await rowOf(page, 'grace').waitFor()
})

test('the panel switches scenarios and keeps what was chosen over a reload', async () => {
  const page = await open('/?scenario=empty')
  await rowOf(page, 'ada').waitFor()
  await panel(page).getByText('Mock:').click()

  await panel(page).getByLabel('Scenario').selectOption('no-match-but-case')
  await page.getByText(/match(es)? when case is ignored/).waitFor()
  await page.reload()
  await page.getByText(/match(es)? when case is ignored/).waitFor()

  expect(await panel(page).getByText('Mock:').textContent()).toBe('Mock: no-match-but-case')
})

test('recipients that cannot be reached are named in the dialog', async () => {
  const page = await open('/access/sessions?scenario=unreachable-recipients')
  await page.getByRole('row').filter({ hasText: 'vpn-2' }).first().getByRole('checkbox').click()

  const dialog = await openDialog(page)

  expect(await dialog.textContent()).toMatch(
    /1 recipient cannot be told at once\.\s*vpn-2\b.*It has not answered since/,
  )
})

test('a store that cannot be written is said to be just that, and nothing is closed', async () => {
  const page = await open('/access/sessions?scenario=store-down')
  await page.getByRole('row').nth(3).getByRole('checkbox').click()
  await page.getByRole('button', { name: 'Close Sessions' }).click()

  await page.getByRole('alertdialog').getByText('Curfew cannot write to its store').waitFor()
})

test('a first start shows the setup, and its link works', async () => {
  const page = await open('/?scenario=first-start')
  await page.getByRole('heading', { name: 'Set up Curfew' }).waitFor()

  await page.getByLabel('User ID').fill('zoe')
  await page.getByLabel('New password', { exact: true }).fill('seven blue herons at dusk')
  await page.getByLabel('New password, once more').fill('seven blue herons at dusk')
  await page.getByRole('button', { name: 'Create and log on' }).click()

  await rowOf(page, 'zoe').waitFor()
})
