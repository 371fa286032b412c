import { CurfewError } from '@curfew/contract'
import { createMiddleware } from 'hono/factory'
import type * as z from 'zod/mini'
import { demandType, readText } from './body-text.ts'
import { unreadable } from './issues.ts'

/**
 * Read the body as JSON of the given shape; the route finds it in `c.req.valid('json')`.
 *
 * @throws CurfewError `unsupported-media-type`, `body-too-large` (1 MiB), `invalid-request` with what is wrong where
 */
export const jsonBody = (shape: z.ZodMiniType) =>
  createMiddleware(async (c, next) => {
    demandType(c, 'application/json')
    const parsed = shape.safeParse(parseJson(await readText(c.req.raw)))
    if (!parsed.success) throw unreadable(parsed.error.issues)
    c.req.addValidatedData('json', Object(parsed.data))
    await next()
  })

/** The engine's own message would quote the body, and the body may hold a password. */
function parseJson(text: string | null): unknown {
  try {
    if (text !== null) return JSON.parse(text)
  } catch {}
  const errors = [{ path: '', message: 'not JSON in UTF-8' }]
  throw new CurfewError('invalid-request', 'The body is not JSON in UTF-8. Nothing was changed.', { errors })
}
