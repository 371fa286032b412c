import type { Context } from 'hono'

/** RFC 6750 §2.1 */
export function bearerOf(c: Context): string | undefined {
  return /^Bearer ([\w~+/.-]+=*)$/i.exec(c.req.header('authorization') ?? '')?.[1]
}
