import { AxeBuilder } from '@axe-core/playwright'
import { populate } from '@curfew/registry/cast'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { connectSystems, visits } from './connected-pages.ts'
import { arrive, moveTo, openDialog, trayShows } from './desk.ts'
import { journeyWith } from './furnished.ts'
import { close, logOnProgram, sessionsOf } from './program.ts'

const test = journeyWith((store) => populate(store, { count: 200, seed: 5, now: new Date() }))
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** A few rows say as much as many. */
const viewport = { width: 1280, height: 560 }
const themes = ['light', 'dark'] as const

/**
 * What axe takes for serious or worse, each with the theme and where it is; on the whole page or in what is new on it. Both
 * themes of the same page: in the dark one nothing but colours can differ.
 */
async function seriousFindings(page: Page, within?: string): Promise<string[]> {
  const findings: string[] = []
  for (const colorScheme of themes) {
    await show(page, colorScheme)
    // A document keeps axe once it has it.
    const axe = new AxeBuilder({ page, ...((await page.evaluate(() => 'axe' in window)) && { axeSource: ';' }) })
    // Nobody asks where all is well: to say that takes axe ten times as long as to look.
    axe.options({ preload: false, resultTypes: ['violations'] })
    // React Aria keeps what it has announced for seven seconds, and what that points at may be gone by then.
    axe.exclude('[data-live-announcer]')
    if (within !== undefined) axe.include(within)
    // There are no frames, and so no need of a second page that would gather what was found in them.
    axe.setLegacyMode()
    const { violations } = await (colorScheme === 'dark'
      ? axe.withRules('color-contrast')
      : axe.withTags(tags)
    ).analyze()
    for (const { id, impact, nodes } of violations)
      if (impact === 'serious' || impact === 'critical')
        findings.push(
          ...nodes.map(({ html, target }) => `${id}, ${colorScheme}, at ${target.join(' ')}: ${html.slice(0, 200)}`),
        )
  }
  await show(page, themes[0])
  return findings
}

/** By how many CSS px the content sticks out at the side of the box that it scrolls in. */
function overhang(content: Element): number {
  let box: Element | null = content
  while (box && getComputedStyle(box).overflowX !== 'auto') box = box.parentElement
  return box ? box.scrollWidth - box.clientWidth : Number.NaN
}

/** Resolves when the page has that theme. It is looked for by the clock: a browser that has nothing to draw may leave out frames. */
async function show(page: Page, colorScheme: (typeof themes)[number]) {
  await page.emulateMedia({ colorScheme })
  const isShown = (isDark: boolean) => {
    const [red = 0] = getComputedStyle(document.body).backgroundColor.match(/\d+/g)?.map(Number) ?? []
    return red < 128 === isDark
  }
  await page.waitForFunction(isShown, colorScheme === 'dark', { polling: 20 })
}

test('with nobody logged on, in both themes', async ({ aPerson }) => {
  const { page } = await aPerson({ viewport })
  const findings: Record<string, string[]> = {}

  await page.goto('/logon')
  await page.getByRole('button', { name: 'Log on' }).click()
  await page.getByText('Give your user ID.').waitFor()
  findings['logon'] = await seriousFindings(page)
  await page.goto('/setup')
  await page.getByRole('heading', { name: 'Set up Curfew' }).waitFor()
  findings['setup'] = await seriousFindings(page)

  expect(findings).toEqual({ logon: [], setup: [] })
})

test('Active User Sessions, all that opens on it, in both themes', async ({ aPerson }) => {
  const { page } = await aPerson({ viewport })
  const findings: Record<string, string[]> = {}
  await arrive(page)
  await page.getByRole('row').nth(5).waitFor()
  // Columns that fit leave nothing to scroll sideways for.
  expect(await page.getByRole('grid').evaluate(overhang)).toBe(0)

  await page.getByRole('row').nth(3).getByRole('checkbox').click()
  await page.getByRole('row').nth(4).getByRole('checkbox').click()
  findings['grid and selection'] = await seriousFindings(page)
  const dialog = await openDialog(page)
  await dialog.getByText('Keep them out, too').click()
  await dialog.getByText(/^More:/).click()
  await dialog.getByRole('button', { name: 'Add a language' }).click()
  findings['dialog'] = await seriousFindings(page, '[role=alertdialog]')
  await dialog.getByRole('button', { name: /^Remove/ }).click()
  await dialog.getByRole('button', { name: 'OK' }).click()
  await trayShows(page, '2 sessions closed')
  findings['tray'] = await seriousFindings(page, 'aside')
  await page.getByRole('row').nth(6).getByRole('link').click()
  await page.getByText('Timeline').waitFor()
  findings['detail'] = await seriousFindings(page, 'aside')
  await moveTo(page, '/access/sessions?userId=contains:nobody-has-this')
  await page.getByText('No match').first().waitFor()
  findings['nothing found'] = await seriousFindings(page)

  expect(findings).toEqual({ 'grid and selection': [], dialog: [], tray: [], detail: [], 'nothing found': [] })
})

test('the other pages, in both themes', async ({ aPerson, product }) => {
  const ada = await logOnProgram(product)
  const found = await sessionsOf(ada, 'kind=self-service-console')
  const { id } = await close(ada, { sessionIds: found.slice(0, 3).map((session) => session.id) })
  const { page } = await aPerson({ viewport })
  const findings: Record<string, string[]> = {}
  await arrive(page, undefined, '/closures')

  await page.getByRole('row').nth(1).waitFor()
  findings['closures'] = await seriousFindings(page)
  await moveTo(page, `/closures/${id}`)
  await page.getByRole('row').nth(3).waitFor()
  findings['closure'] = await seriousFindings(page)
  await moveTo(page, '/given-up')
  await page.getByRole('button', { name: 'Retry all' }).waitFor()
  findings['given up'] = await seriousFindings(page)
  await moveTo(page, '/administrators')
  await page.getByRole('button', { name: 'New administrator' }).click()
  await page.getByRole('dialog').waitFor()
  findings['new administrator'] = await seriousFindings(page, '[role=dialog]')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  findings['administrators'] = await seriousFindings(page)
  await ada.post('/api/holds', { subject: { kind: 'user', userId: 'nobody' }, seconds: 900, reason: 'A try' })
  await moveTo(page, '/holds')
  await page.getByRole('row').nth(1).waitFor()
  findings['holds'] = await seriousFindings(page)
  await page.getByRole('button', { name: 'Keep somebody out' }).click()
  await page.getByRole('dialog').waitFor()
  findings['keep somebody out'] = await seriousFindings(page, '[role=dialog]')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await moveTo(page, '/password')
  await page.getByLabel('Present password').waitFor()
  findings['password'] = await seriousFindings(page)
  await moveTo(page, '/nowhere')
  await page.getByRole('heading').first().waitFor()
  findings['nowhere'] = await seriousFindings(page)

  expect(findings).toEqual({
    closures: [],
    closure: [],
    'given up': [],
    'new administrator': [],
    administrators: [],
    holds: [],
    'keep somebody out': [],
    password: [],
    nowhere: [],
  })
})

test('the pages of the systems that are told and heard, in both themes', async ({ aPerson, product }) => {
  await connectSystems(await logOnProgram(product))
  const { page } = await aPerson({ viewport })
  await arrive(page, undefined, '/sources')

  const findings: Record<string, string[]> = {}
  for (const { name, within, open } of visits) {
    await open(page)
    findings[name] = await seriousFindings(page, within)
  }

  expect(findings).toEqual(Object.fromEntries(visits.map(({ name }) => [name, []])))
})
