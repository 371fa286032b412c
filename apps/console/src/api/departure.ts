import { type Farewell, farewell, type InterruptedCommand, interruptedCommand } from '@curfew/contract'
import * as z from 'zod/mini'

/** What the logon page needs to know about how the last session ended. */
export type Departure = {
  readonly why: 'closed' | 'logged-off' | 'not-logged-on'
  readonly farewell: Farewell | null
  /** A command that was running. */
  readonly command: InterruptedCommand | null
  /** The delivery to report `at-logon-page` for; null once that is done. */
  readonly receipt: string | null
  /** Where to go on after logging on again. */
  readonly returnTo: string
  /** By this browser's clock, in ms since 1970. */
  readonly leftAtMs: number
}

const departureShape = z.object({
  why: z.enum(['closed', 'logged-off', 'not-logged-on']),
  farewell: z.nullable(farewell),
  command: z.nullable(interruptedCommand),
  receipt: z.nullable(z.string()),
  returnTo: z.string(),
  leftAtMs: z.number(),
})

const stateKey = 'curfewDeparture'
const goodbyes = new Set<() => void>()

/** The way out. There is one, and it is gone through once. */
export const exit = {
  /** On the way to the logon page; what arrives now belongs to nobody. */
  isTaken: false,
  /** Replace what is shown with the logon page, and load it anew: nothing of before is left in memory. */
  showLogonPage(state: unknown) {
    document.body.replaceChildren()
    history.replaceState(state, '', '/logon')
    location.reload()
  },
}

let running: InterruptedCommand | null = null

/** Name the command that breaks off when the page must leave now; null once it is done. */
export function nowRunning(command: InterruptedCommand | null): void {
  running = command
}

/** Do something before the page goes: take everything from the screen and out of memory. */
export function beforeLeaving(goodbye: () => void): () => void {
  goodbyes.add(goodbye)
  return () => goodbyes.delete(goodbye)
}

/**
 * Leave for the logon page, from whatever page, dialog or tab; the second call and later ones do nothing.
 *
 * The departure rides in the history entry and not in a storage: the answer that ends a session carries
 * `Clear-Site-Data`, possibly again for another tab after this one has gone. The entry that was shown is replaced, and
 * the document is emptied first, so that going back finds nothing even where the browser kept it.
 */
export function leave(ending: Omit<Departure, 'leftAtMs' | 'returnTo'>): void {
  if (exit.isTaken) return
  exit.isTaken = true
  const command = ending.command ?? (ending.why === 'closed' ? running : null)
  const departure: Departure = { ...ending, command, returnTo: pageToReturnTo(), leftAtMs: Date.now() }
  for (const goodbye of goodbyes) goodbye()
  exit.showLogonPage({ [stateKey]: departure })
}

/** How the last session ended, when this page was come to by `leave`. */
export function readDeparture(state: unknown = history.state): Departure | null {
  const carried = z.safeParse(z.object({ [stateKey]: departureShape }), state)
  return carried.success ? (carried.data[stateKey] ?? null) : null
}

/** The receipt is reported; a reload of the logon page must not report it again. */
export function forgetReceipt(): void {
  const departure = readDeparture()
  if (departure) history.replaceState({ ...history.state, [stateKey]: { ...departure, receipt: null } }, '')
}

/** The page that was open, unless it is one that nobody returns to. */
export function pageToReturnTo(at: Pick<Location, 'pathname' | 'search'> = location): string {
  return /^\/(logon|setup)(\/|$)/.test(at.pathname) ? '/' : at.pathname + at.search
}

/** Only pages of this console: `//elsewhere` and `https://elsewhere` would leave it. */
export function isOwnPage(path: string): boolean {
  return /^\/(?![/\\])/.test(path) && new URL(path, location.origin).origin === location.origin
}
