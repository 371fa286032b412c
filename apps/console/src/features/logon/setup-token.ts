let token: string | null = null

/**
 * The one-time token of the setup link, taken out of the address at once: it must be neither in the history, nor in a
 * bookmark, nor on a screenshot. A reload forgets it; the link is opened once more then.
 */
export function takeSetupToken(): string | null {
  if (location.hash.length > 1) {
    token = decodeURIComponent(location.hash.slice(1))
    history.replaceState(history.state, '', location.pathname)
  }
  return token
}
