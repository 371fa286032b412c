import { type AccessPorts, createAdministrator, resetPassword } from '@curfew/access'
import { logonAnswer } from '@curfew/contract'
import { personAt } from '@curfew/registry/cast'
import { openBrowser, type SimulatedBrowser } from './browser.ts'
import { between, pause } from './pause.ts'

const browsers = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
]
const browsersEach = 3
const demoActor = { userId: 'demo', firstName: '', lastName: '', sessionId: null }

type Colleague = { readonly userId: string; readonly password: string }
export type AdministratorsOptions = {
  readonly address: string
  readonly sessions: number
  readonly signal: AbortSignal
}

/**
 * Colleagues of the demo's administrator, in browsers that are real to the server: they log on over HTTP, hold their stream, and
 * go to the logon page when they are logged off. After a while they come back. Until the signal; then reject with its reason.
 */
export async function simulateAdministrators(ports: AccessPorts, options: AdministratorsOptions): Promise<void> {
  const { address, sessions, signal } = options
  const count = Math.min(8, Math.ceil(sessions / 200))
  const colleagues: Colleague[] = []
  for (let number = 0; number < count; number += 1) {
    signal.throwIfAborted()
    colleagues.push(await engage(ports, address, number, signal))
  }
  await Promise.all(
    colleagues.flatMap((colleague) =>
      browsers.slice(0, browsersEach).map((userAgent) => workInBrowser(address, colleague, userAgent, signal)),
    ),
  )
}

/** Create somebody, or find who was here at the last start; nobody knows the old password, so there is a new one. */
async function engage(ports: AccessPorts, address: string, number: number, signal: AbortSignal): Promise<Colleague> {
  const { userId: name, firstName, lastName } = personAt(number)
  const userId = `admin.${name}`
  const known = await ports.store.administratorByUserId(userId.normalize('NFC'))
  const role = number % 3 === 0 ? 'auditor' : 'operator'
  const { temporaryPassword } = known
    ? await resetPassword(ports, known.id, demoActor)
    : await createAdministrator(ports, { userId, firstName, lastName, role }, demoActor)
  const browser = openBrowser(address, browsers[0] ?? '', signal)
  await logOn(browser, { userId, password: temporaryPassword })
  const password = `${crypto.randomUUID()}-${crypto.randomUUID()}`
  await browser.post('/api/logon/password', { newPassword: password })
  await browser.post('/api/logoff', {})
  return { userId, password }
}

async function workInBrowser(
  address: string,
  colleague: Colleague,
  userAgent: string,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    await pause(between(500, 8_000, Math.random), signal)
    const browser = openBrowser(address, userAgent, signal)
    if (!(await logOn(browser, colleague))) {
      // Somebody has disabled the account, or given it another password.
      await pause(60_000, signal)
      continue
    }
    await workUntilLoggedOff(browser, signal)
    await pause(between(20_000, 90_000, Math.random), signal)
  }
}

async function workUntilLoggedOff(browser: SimulatedBrowser, signal: AbortSignal): Promise<void> {
  const over = new AbortController()
  const either = AbortSignal.any([signal, over.signal])
  const working = lookAround(browser, either).catch(() => {})
  try {
    for (;;) {
      const logoff = await browser.watch()
      if (logoff !== null) {
        await browser.post('/api/session/ended', { receipt: logoff.receipt, step: 'told' })
        await pause(between(150, 900, Math.random), signal)
        await browser.post('/api/session/ended', { receipt: logoff.receipt, step: 'at-logon-page' })
        return
      }
      await pause(between(500, 2_000, Math.random), signal)
      if ((await browser.get('/api/me')).status === 401) return
    }
  } finally {
    over.abort()
    await working
  }
}

/** A look at the grid now and then keeps the session from going idle; some are away for longer than that. */
async function lookAround(browser: SimulatedBrowser, signal: AbortSignal): Promise<never> {
  for (;;) {
    await pause(between(30_000, 25 * 60_000, Math.random), signal)
    await browser.get('/api/sessions?limit=50')
  }
}

/** @returns false: refused */
async function logOn(browser: SimulatedBrowser, { userId, password }: Colleague): Promise<boolean> {
  const { status, text } = await browser.post('/api/logon', { userId, password })
  return status === 200 && logonAnswer.safeParse(JSON.parse(text)).success
}
