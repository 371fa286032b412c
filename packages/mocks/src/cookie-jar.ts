import type { SessionCookie } from '@curfew/api'

/** Where the one browser of a mock keeps its credential: in a variable, because a page reads neither `Cookie` nor `Set-Cookie`. */
export type CookieJar = SessionCookie & {
  readonly token: string | undefined
}

/** @param onChange hears whether the browser has a credential now */
export function createCookieJar(onChange: (isFull: boolean) => void = () => {}): CookieJar {
  let kept: string | undefined
  return {
    get token() {
      return kept
    },
    read: () => kept,
    write(_c, token) {
      kept = token
      onChange(true)
    },
    clear() {
      kept = undefined
      onChange(false)
    },
  }
}
