import type { Locator, Page, Request } from 'playwright-core'
import { firstAdministrator } from '../product.ts'
import type { Credentials } from './program.ts'

/**
 * Be logged on and at that page, holding its stream. As quick as it can be; `logOn` goes over the logon page, as people do.
 */
export async function arrive(page: Page, who: Credentials = firstAdministrator, path = '/'): Promise<void> {
  const answer = await page.context().request.post('/api/logon', { data: who })
  if (!answer.ok()) throw new Error(`${who.userId} could not log on: ${await answer.text()}`)
  const stream = page.waitForResponse((response) => new URL(response.url()).pathname === '/api/events')
  await page.goto(path)
  await page.getByRole('button', { name: 'Log off' }).waitFor()
  await stream
}

/** Log on on the logon page, and wait until the page behind it is there and holds its stream. */
export async function logOn(page: Page, who: Credentials = firstAdministrator, path = '/'): Promise<void> {
  await page.goto(path)
  await page.getByLabel('User ID').fill(who.userId)
  await page.getByLabel('Password').fill(who.password)
  const stream = page.waitForResponse((response) => new URL(response.url()).pathname === '/api/events')
  await page.getByRole('button', { name: 'Log on' }).click()
  await page.getByRole('button', { name: 'Log off' }).waitFor()
  await stream
}

/** Be at another page of the console, as by a link to it: nothing is loaded anew. */
export async function moveTo(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, '', to)
    dispatchEvent(new PopStateEvent('popstate'))
  }, path)
}

/** *Access ▾ → Active User Sessions*, by mouse. */
export async function openActiveUserSessions(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Access' }).click()
  await page.getByRole('menuitem', { name: 'Active User Sessions' }).click()
  await page.getByRole('heading', { name: 'Active User Sessions' }).waitFor()
}

/** The grid's row of that user, where there is one. */
export function rowOf(page: Page, userId: string): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('checkbox', { name: `Select ${userId}`, exact: true }) })
}

export async function select(page: Page, userId: string): Promise<void> {
  await rowOf(page, userId).getByRole('checkbox').click()
}

/** Type into the search field, as it stands, and wait until the grid shows what that finds. */
export async function search(page: Page, needle: string, found: number, type = fillIn): Promise<void> {
  const isAnswer = (url: URL) =>
    url.pathname === '/api/sessions' && url.searchParams.get('userId')?.endsWith(`:${needle}`)
  const answer = page.waitForResponse((response) => isAnswer(new URL(response.url())) === true)
  await type(page, needle)
  await page.waitForURL((url) => url.searchParams.get('userId')?.endsWith(`:${needle}`) === true)
  await answer
  const grid = `[role=grid][aria-rowcount="${found + 1}"]:not([aria-busy])`
  // What counts the rows may be there before the rows are.
  const inView = Math.min(found, 5)
  await page.locator(inView === 0 ? grid : `${grid} [aria-rowindex="${inView + 1}"]`).waitFor()
}

const fillIn = (page: Page, needle: string) => page.getByRole('textbox', { name: 'User ID to search for' }).fill(needle)

/** Press *Close Sessions* and wait until the dialog knows what would be hit. */
export async function openDialog(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Close Sessions' }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByRole('button', { name: 'OK', disabled: false }).waitFor()
  return dialog
}

export async function closeSelected(
  page: Page,
  words: { readonly reason?: string; readonly message?: string; readonly password?: string } = {},
): Promise<void> {
  const dialog = await openDialog(page)
  const { reason, message, password } = words
  if (reason !== undefined) await dialog.getByLabel('Reason').fill(reason)
  if (message !== undefined) await dialog.getByLabel('Message to the users').fill(message)
  if (password !== undefined) await dialog.getByLabel('Your password').fill(password)
  await dialog.getByRole('button', { name: 'OK' }).click()
}

/** Resolves when the tray at the edge says so: `3 sessions closed`. */
export async function trayShows(page: Page, heading: string): Promise<void> {
  await page
    .getByRole('complementary', { name: 'Closures in progress' })
    .getByText(heading, { exact: true })
    .first()
    .waitFor()
}

/** Resolves when nothing of what was on the page is there any more: its document is gone. */
export async function hasLeft(page: Page): Promise<void> {
  await page.waitForURL((url) => url.pathname === '/logon', { waitUntil: 'commit' })
}

/** Resolves when the page is the logon page, on which nothing of the inside is left. */
export async function atLogonPage(page: Page): Promise<void> {
  await hasLeft(page)
  await page.getByRole('button', { name: 'Log on' }).waitFor()
}

/** What the logon page says, how the last session ended among it. */
export function farewell(page: Page): Locator {
  return page.getByRole('main')
}

/** Everything that a page asks to be changed from now on, as `POST /api/plans`. */
export function recordChanges(page: Page): string[] {
  const changes: string[] = []
  page.on('request', (request: Request) => {
    if (request.method() !== 'GET') changes.push(`${request.method()} ${new URL(request.url()).pathname}`)
  })
  return changes
}
