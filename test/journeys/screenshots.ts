import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { administratorList } from '@curfew/contract'
import type { Page } from 'playwright-core'
import { launchBrowser, openPerson } from '../browser.ts'
import { ensureChromium } from '../chromium.ts'
import { startProduct } from '../product.ts'
import { connectSystems, visits } from './connected-pages.ts'
import { arrive, atLogonPage, openDialog } from './desk.ts'
import { anAdministrator, type Credentials, close, logOnProgram, sessionOf } from './program.ts'

/** `npm run screenshots`: every page in both themes, from the running product, into docs/screenshots. */
const folder = join(import.meta.dirname, '../../docs/screenshots')
const viewport = { width: 1400, height: 800 }

process.env['CHROMIUM_PATH'] = await ensureChromium()
await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })

const browser = await launchBrowser()
const demo = await startProduct({ words: ['--demo', '5000'] })
const untouched = await startProduct({ env: { CURFEW_ADMIN_USER: '', CURFEW_ADMIN_PASSWORD: '' } })
try {
  const ada = await logOnProgram(demo)
  const grace = await anAdministrator(demo, { userId: 'grace', role: 'operator' })
  await giveName('ada', { firstName: 'Zoë', lastName: 'Müller' })
  await giveName('grace', { firstName: 'Grace', lastName: 'Hopper' })
  await ada.post('/api/sources', { name: 'staff-portal', kinds: ['self-service-console'] })
  await connectSystems(ada)
  for (const theme of ['light', 'dark'] as const) await photographInside(theme)
  for (const theme of ['light', 'dark'] as const) await photographOutside(theme, grace)

  async function giveName(userId: string, name: { firstName: string; lastName: string }) {
    const { items } = administratorList.parse(await (await ada.ask('/api/administrators')).json())
    const known = items.find((one) => one.userId === userId)
    const headers = { 'content-type': 'application/json' }
    await ada.ask(`/api/administrators/${known?.id}`, { method: 'PATCH', headers, body: JSON.stringify(name) })
  }
} finally {
  await browser.close()
  await Promise.all([demo.remove(), untouched.remove()])
  await rm(`${demo.dataDir}-demo`, { recursive: true, force: true })
}
for (const name of await readdir(folder)) {
  const { size } = await stat(join(folder, name))
  console.log(`${name} ${Math.round(size / 1024)} KB`)
}

type Theme = 'light' | 'dark'

/** What an administrator sees, from the grid to the closure. */
async function photographInside(theme: Theme) {
  const { page, context } = await openPerson(browser, demo.url, { colorScheme: theme, viewport })
  const shoot = camera(page, theme)
  await arrive(page)
  await settled(page)
  await shoot('sessions')
  await page.getByRole('row').nth(7).getByRole('link').click()
  await page.getByText('Timeline').waitFor()
  await shoot('session')

  await page.goto('/access/sessions?source=equals:vpn-2&userId=contains:o&sort=userId')
  await settled(page)
  for (const nth of [2, 3, 5, 8]) await page.getByRole('row').nth(nth).getByRole('checkbox').click()
  await shoot('sessions-selected')

  // What was closed for the light pictures is not closed again for the dark ones.
  await page.goto(`/access/sessions?userId=contains:o&sort=${theme === 'light' ? 'userId' : '-userId'}`)
  await settled(page)
  for (const nth of [1, 2, 3, 4, 6, 7, 8, 9, 11, 12]) await page.getByRole('row').nth(nth).getByRole('checkbox').click()
  const dialog = await openDialog(page)
  await dialog.getByLabel('Reason').fill('Incident 4711: stolen laptop')
  await dialog.getByLabel('Message to the users').fill('Please call the service desk, extension 4711.')
  await dialog.getByText('Keep them out, too').click()
  await shoot('closing')
  await page.getByRole('alertdialog').getByRole('button', { name: 'OK' }).click()
  await page
    .getByRole('complementary', { name: 'Closures in progress' })
    .getByRole('link', { name: 'Open the closure' })
    .waitFor()
  await page
    .getByText(/verified$/)
    .first()
    .waitFor()
  await shoot('sessions-closed')
  await page.getByRole('link', { name: 'Open the closure' }).click()
  await page.getByRole('heading', { name: 'Receipts' }).waitFor()
  await page.getByRole('row').nth(3).waitFor()
  await page.getByRole('button', { name: /^Dismiss/ }).click()
  await shoot('closure')

  await page.goto('/closures')
  await page.getByRole('row').nth(1).waitFor()
  await shoot('closures')
  await page.goto('/given-up')
  await page.getByRole('button', { name: 'Retry all' }).waitFor()
  await shoot('given-up')
  await page.goto('/holds')
  await page.getByRole('row').nth(1).waitFor()
  await shoot('holds')
  await page.getByRole('button', { name: 'Keep somebody out' }).click()
  await page.getByRole('dialog').waitFor()
  await shoot('hold-new')
  await page.keyboard.press('Escape')
  await page.goto('/access/sessions?userId=contains:ADMIN')
  await page.getByText('No match').first().waitFor()
  await shoot('no-match')
  await page.goto('/administrators')
  await page.getByRole('row').nth(3).waitFor()
  await shoot('administrators')
  await page.getByRole('button', { name: 'New administrator' }).click()
  await page.getByRole('dialog').waitFor()
  await shoot('administrator-new')
  await page.goto('/sources')
  await page.getByRole('link', { name: 'staff-portal' }).waitFor()
  await shoot('sources')
  await page.getByRole('link', { name: 'staff-portal' }).click()
  await page.getByRole('heading', { name: 'staff-portal' }).waitFor()
  await shoot('source')
  for (const { name, open } of visits) {
    await open(page)
    await shoot(name)
  }
  await page.goto('/password')
  await page.getByLabel('Present password').waitFor()
  await shoot('password')
  await context.close()

  const narrow = await openPerson(browser, demo.url, { colorScheme: theme, viewport: { width: 390, height: 800 } })
  await arrive(narrow.page)
  await settled(narrow.page)
  await camera(narrow.page, theme)('sessions-narrow')
  await narrow.context.close()
}

/** What somebody sees who is not, or no longer, logged on. */
async function photographOutside(theme: Theme, grace: Credentials) {
  const { page, context } = await openPerson(browser, demo.url, { colorScheme: theme, viewport })
  const shoot = camera(page, theme)
  await page.goto('/logon')
  await page.getByLabel('User ID').waitFor()
  await shoot('logon')
  await arrive(page, grace)
  const ada = await logOnProgram(demo)
  const { id } = await sessionOf(ada, 'userId=equals:grace')
  await close(ada, { sessionIds: [id] }, { messageToUser: 'Please call the service desk, extension 4711.' })
  await atLogonPage(page)
  await shoot('closed')
  await page.goto(/^http\S+\/setup#\S+$/m.exec(untouched.logs())?.[0] ?? '')
  await page.getByRole('button', { name: 'Create and log on' }).waitFor()
  await shoot('setup')
  await context.close()
}

/** The grid has its rows. */
function settled(page: Page): Promise<void> {
  return page.getByRole('row').nth(2).waitFor()
}

function camera(page: Page, theme: Theme) {
  return (name: string) =>
    page.screenshot({ path: join(folder, `${name}-${theme}.png`), animations: 'disabled', caret: 'hide' })
}
