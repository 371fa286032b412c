import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { SessionCookie } from './ports.ts'

/**
 * The browser's credential in a cookie that no script reads and no other site's request carries.
 *
 * Over TLS it has the `__Host-` prefix: no subdomain and no plain-text answer can plant one in its place. Browsers refuse
 * that prefix on plain HTTP, where the cookie therefore has another name.
 *
 * @see RFC 6265bis §4.1.3.2
 */
export function headerCookie({ isSecure }: { readonly isSecure: boolean }): SessionCookie {
  const name = isSecure ? '__Host-curfew' : 'curfew'
  const attributes = { httpOnly: true, secure: isSecure, sameSite: 'Strict', path: '/' } as const
  return {
    read: (c) => getCookie(c, name),
    write: (c, token, maxAgeSeconds) => setCookie(c, name, token, { ...attributes, maxAge: maxAgeSeconds }),
    clear: (c) => {
      deleteCookie(c, name, attributes)
    },
  }
}
