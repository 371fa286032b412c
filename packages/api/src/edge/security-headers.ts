/**
 * Two style elements that the component library puts into the head by itself, word for word. Blocked, they would cost
 * scrolling by touch, and a line in the console of every page.
 */
const styleElements = [
  // react-aria, usePress
  "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='",
  // react-aria, usePreventScroll
  "'sha256-gYiS/BvZvRcK27JIXTuwhZ3hs2+VJ1X+2gUlE+farlg='",
]

/**
 * What a page of the console may do: run and load its own files, talk to its own server, and nothing else. No inline
 * script, no other style element, no frame around it, no form that posts, no base that moves its links.
 */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' ${styleElements.join(' ')}`,
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** An answer of the API is no page: shown as one it may do nothing at all. */
export const dataPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/**
 * Headers of every answer, page or data.
 *
 * @param isSecure over TLS browsers are told to stay there for a year
 * @see OWASP Secure Headers Project; RFC 6797
 */
export function securityHeaders(policy: string, isSecure: boolean): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': policy,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    ...(isSecure ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  }
}
