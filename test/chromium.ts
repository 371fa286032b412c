import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'
import { hasApt, installWithApt, onPath, run } from './apt.ts'

/** What the search needs from the machine. */
export interface Machine {
  /** `$CHROMIUM_PATH`; empty counts as unset. */
  chosenPath: string | undefined
  /** Files that may be a Chromium, best first; asked again after every attempt to install one. */
  candidates: () => string[]
  /** Whether the file starts and says that it is a Chromium. */
  isChromium: (path: string) => Promise<boolean>
  /** Ways to get one, tried in this order. A rejection is a reason to try the next. */
  installers: { name: string; install: () => Promise<void> }[]
}

/** An installed Chromium, or undefined; installs nothing. @throws Error when `$CHROMIUM_PATH` names something else. */
export async function findChromium(machine: Machine = thisMachine()): Promise<string | undefined> {
  if (machine.chosenPath !== undefined && machine.chosenPath !== '') {
    if (await machine.isChromium(machine.chosenPath)) return machine.chosenPath
    throw new Error(
      `CHROMIUM_PATH is ${machine.chosenPath}, which does not start as a Chromium. Correct it, or unset it.`,
    )
  }
  for (const path of machine.candidates()) if (await machine.isChromium(path)) return path
  return undefined
}

/**
 * The path of a Chromium that starts, installed first when there is none.
 *
 * @throws Error naming every attempt and what to do by hand: the journeys are never skipped for want of a browser.
 */
export async function ensureChromium(machine: Machine = thisMachine()): Promise<string> {
  const present = await findChromium(machine)
  if (present !== undefined) return present

  const attempts: string[] = []
  for (const { name, install } of machine.installers) {
    try {
      await install()
      const installed = await findChromium(machine)
      if (installed !== undefined) return installed
      attempts.push(`${name}: finished, and still no Chromium starts`)
    } catch (error) {
      attempts.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  throw new Error(
    [
      'The journeys need a Chromium, and none was found or could be installed.',
      ...attempts.map((attempt) => `  - ${attempt}`),
      'Install one (Debian: apt-get install chromium), or set CHROMIUM_PATH to the one you have, and try again.',
    ].join('\n'),
  )
}

/** This machine, its PATH and its package manager. */
export function thisMachine(): Machine {
  const installers = [{ name: "Playwright's download", install: downloadWithPlaywright }]
  if (hasApt())
    installers.unshift(
      ...['chromium-headless-shell', 'chromium'].map((name) => ({
        name: `apt-get install ${name}`,
        install: () => installWithApt([name]),
      })),
    )
  return { chosenPath: process.env['CHROMIUM_PATH'], candidates, isChromium, installers }
}

/** The headless shell first: the same engine without a browser's window around it takes half the processor time. */
const names = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
]
const applications = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

function candidates() {
  return [...names.flatMap(onPath), ...applications, chromium.executablePath()].filter((path) => existsSync(path))
}

/** Starting it is the only proof: Ubuntu's `chromium-browser` may be a script that says "install the snap". */
async function isChromium(path: string) {
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: 30_000 })
    return /chrom|edge/i.test(stdout)
  } catch {
    return false
  }
}

async function downloadWithPlaywright() {
  const cli = join(dirname(fileURLToPath(import.meta.resolve('playwright-core'))), 'cli.js')
  await run(process.execPath, [cli, 'install', '--no-shell', 'chromium'], process.env, 300_000)
}
