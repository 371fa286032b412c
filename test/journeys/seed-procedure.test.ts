import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { programOfNpmStart } from '../product.ts'
import {
  arrive,
  logOn,
  openActiveUserSessions,
  openDialog,
  recordChanges,
  rowOf,
  search,
  select,
  trayShows,
} from './desk.ts'
import { aRecentSession, journeyWith } from './furnished.ts'
import { logOnProgram, sessionsOf } from './program.ts'

/** For every test its own people: what one closes is not there for another. */
const people = ['mouse', 'keyboard', 'cancel', 'escape', 'case'].flatMap((journey) => [
  `admin.${journey}`,
  `adela.${journey}`,
])
// The main job, as an operator starts it: from its sources.
const test = journeyWith((store) => store.register(people.map((userId) => aRecentSession({ userId }))), {
  program: await programOfNpmStart(),
})

const dialog = (page: Page) => page.getByRole('alertdialog')

test('by mouse: Access, Active User Sessions, search, select, Close Sessions, OK, and they are off', async ({
  aPerson,
  product,
}) => {
  const { page } = await aPerson()
  await logOn(page, undefined, '/administrators')

  await openActiveUserSessions(page)
  await search(page, 'admin.mouse', 1)
  await select(page, 'admin.mouse')
  await openDialog(page)
  await dialog(page).getByLabel('Reason').fill('Incident 4711')
  await dialog(page).getByRole('button', { name: 'OK' }).click()
  await trayShows(page, '1 session closed')

  const program = await logOnProgram(product)
  expect(await sessionsOf(program, 'userId=equals:admin.mouse')).toEqual([])
  expect(await sessionsOf(program, 'userId=equals:adela.mouse')).toHaveLength(1)
})

test('by keyboard alone: the same, from the menu to OK', async ({ aPerson, product }) => {
  const { page } = await aPerson()
  await logOn(page, undefined, '/administrators')
  const { keyboard } = page

  await tabTo(page, page.getByRole('button', { name: 'Access' }))
  await keyboard.press('Enter')
  await page.getByRole('menu').waitFor()
  await keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Active User Sessions' }).waitFor()
  await rowOf(page, 'admin.keyboard').waitFor()
  // The page has the focus, and not the menu that led to it.
  await page.locator('#page:focus').waitFor()
  await search(page, 'admin.keyboard', 1, async (_page, needle) => {
    await keyboard.press('/')
    await keyboard.type(needle)
  })
  await keyboard.press('ArrowDown')
  await keyboard.press('Space')
  await page.getByText('1 of 1 selected').waitFor()
  await keyboard.press('c')
  await dialog(page).getByRole('button', { name: 'OK', disabled: false }).waitFor()
  const firstFocus = await focused(page)
  await keyboard.press('Tab')
  const secondFocus = await focused(page)
  await keyboard.press('Enter')
  await trayShows(page, '1 session closed')

  expect([firstFocus, secondFocus]).toEqual(['Cancel', 'OK'])
  const program = await logOnProgram(product)
  expect(await sessionsOf(program, 'userId=equals:admin.keyboard')).toEqual([])
})

test('Cancel closes the dialog and nothing else: only the plan was asked for', async ({ aPerson, product }) => {
  const { page } = await aPerson()
  await arrive(page)
  await select(page, 'admin.cancel')
  const changes = recordChanges(page)

  await openDialog(page)
  await dialog(page).getByRole('button', { name: 'Cancel' }).click()
  await dialog(page).waitFor({ state: 'detached' })

  expect(changes).toEqual(['POST /api/plans'])
  expect(await sessionsOf(await logOnProgram(product), 'userId=equals:admin.cancel')).toHaveLength(1)
})

test('Esc closes the dialog and nothing else, and the selection is still there', async ({ aPerson, product }) => {
  const { page } = await aPerson()
  await arrive(page)
  await select(page, 'admin.escape')
  const changes = recordChanges(page)

  await openDialog(page)
  await dialog(page).getByLabel('Reason').fill('typed, and never sent')
  await page.keyboard.press('Escape')
  await dialog(page).waitFor({ state: 'detached' })

  expect(changes).toEqual(['POST /api/plans'])
  expect(await rowOf(page, 'admin.escape').getAttribute('aria-selected')).toBe('true')
  expect(await sessionsOf(await logOnProgram(product), 'userId=equals:admin.escape')).toHaveLength(1)
})

test('the search is case sensitive: Admin does not find admin, and the page says what ignoring case would find', async ({
  aPerson,
}) => {
  const { page } = await aPerson()
  await arrive(page)
  await rowOf(page, 'admin.case').waitFor()

  await search(page, 'Admin.case', 0)
  await page.getByText('1 matches when case is ignored').waitFor()
  const found = await rowOf(page, 'admin.case').count()
  await page.getByRole('button', { name: 'show it' }).click()
  await rowOf(page, 'admin.case').waitFor()

  expect(found).toBe(0)
  expect(new URL(page.url()).searchParams.get('userId')).toBe('containsIgnoringCase:Admin.case')
})

/** Press Tab until that has the focus; there is always a way. */
async function tabTo(page: Page, wanted: ReturnType<Page['getByRole']>) {
  for (let presses = 0; presses < 40; presses += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('Tab does not lead there')
}

function focused(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.textContent)
}
