import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { findChromium } from './chromium.ts'

const words = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Where the pictures of failed journeys are kept. */
export const pictures = join(import.meta.dirname, '../.cache/journeys')

/** One person at one browser: cookies, storage and cache of their own. */
export interface Person {
  context: BrowserContext
  page: Page
  /** What their pages complained about: uncaught errors and `console.error`, without the browser's own notes on answers. */
  complaints: () => string[]
}

/** A headless Chromium with a fresh profile. @throws Error when there is none; `npm test` gets one first. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = await findChromium()
  if (executablePath === undefined)
    throw new Error('There is no Chromium here. "npm test" gets one, or set CHROMIUM_PATH.')
  return chromium.launch({ executablePath, args: words, headless: true })
}

/** A new person in that browser, at no page yet. Addresses are relative to `baseUrl`. */
export async function openPerson(
  browser: Browser,
  baseUrl: string,
  options: BrowserContextOptions = {},
): Promise<Person> {
  const context = await browser.newContext({
    baseURL: baseUrl,
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 800 },
    ...options,
  })
  context.setDefaultTimeout(30_000)
  const complaints: string[] = []
  context.on('weberror', (thrown) => complaints.push(thrown.error().stack ?? thrown.error().message))
  context.on('console', (message) => {
    if (message.type() === 'error' && !isNoteOnAnAnswer(message.text())) complaints.push(message.text())
  })
  return { context, page: await context.newPage(), complaints: () => complaints }
}

/** Keep a picture of every page that the person has open; resolves with the files. */
export async function photograph(person: Person, name: string): Promise<string[]> {
  await mkdir(pictures, { recursive: true })
  const stem = name.replace(/\W+/g, '-').slice(0, 120)
  const taken = person.context.pages().map(async (page, number) => {
    const path = join(pictures, `${stem}-${number + 1}.png`)
    await page.screenshot({ path, timeout: 5_000 })
    return `${page.url()} ${path}`
  })
  const kept = await Promise.allSettled(taken)
  return kept.flatMap((picture) => (picture.status === 'fulfilled' ? [picture.value] : []))
}

/** Chromium writes every 4xx, 5xx and cut connection to the console; a closed session is answered with just those. */
const isNoteOnAnAnswer = (text: string) => /^Failed to load resource: |net::ERR_/.test(text)
