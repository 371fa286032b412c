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
    const text = await readText(c.req.raw)
    const value = text === null ? undefined : readJson(text)
    if (value === undefined) {
      const errors = [{ path: '', message: 'not JSON in UTF-8' }]
      throw new CurfewError('invalid-request', 'The body is not JSON in UTF-8. Nothing was changed.', { errors })
    }
    const parsed = shape.safeParse(value)
    if (!parsed.success) throw unreadable(parsed.error.issues)
    c.req.addValidatedData('json', Object(parsed.data))
    await next()
  })

/**
 * Without the engine's own message, which would quote the body, and the body may hold a password.
 *
 * @returns undefined: it is no JSON
 */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
