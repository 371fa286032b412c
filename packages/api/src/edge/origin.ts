import { CurfewError } from '@curfew/contract'
import { createMiddleware } from 'hono/factory'

/**
 * Refuse a mutation that another site makes a browser send, whatever its content type.
 *
 * Every browser says where a POST comes from, in `Origin` or in `Sec-Fetch-Site`, and no page can forge or drop either.
 * What is said must be us: another site, a sibling on the same domain and the opaque `null` are foreign. A request that
 * says neither comes from a program; it carries no browser's cookie against its owner's will.
 *
 * @see https://fetch.spec.whatwg.org/#origin-header; W3C Fetch Metadata §2.3
 */
export const refuseForeignOrigins = (publicOrigins: readonly string[]) =>
  createMiddleware(async (c, next) => {
    if (!isOurs(c.req.raw.headers, publicOrigins)) {
      const detail = 'The request came from another site. Nothing was changed; use the pages of this one.'
      throw new CurfewError('foreign-origin', detail)
    }
    await next()
  })

function isOurs(headers: Headers, publicOrigins: readonly string[]): boolean {
  const origin = headers.get('origin')
  if (origin !== null && !publicOrigins.includes(origin)) return false
  const site = headers.get('sec-fetch-site')
  return site === null || site === 'same-origin' || site === 'none'
}
