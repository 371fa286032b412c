import { pages } from '../../frame/pages.ts'

let token: string | null = null

/**
 * Take the one-time token of the setup link out of the address, at once: it must be neither in the history, nor in a
 * bookmark, nor on a screenshot. A reload forgets it; the link is opened once more then.
 */
export function takeSetupToken(): void {
  if (location.pathname !== pages.setup || location.hash.length < 2) return
  token = decodeURIComponent(location.hash.slice(1))
  history.replaceState(history.state, '', location.pathname)
}

/** The token that was taken; null without one. */
export function setupToken(): string | null {
  return token
}
