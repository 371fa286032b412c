import { CurfewError } from '@curfew/contract'
import { createMiddleware } from 'hono/factory'
import type * as z from 'zod/mini'
import { demandType, readText } from './body-text.ts'
import { unreadable } from './issues.ts'

/**
 * Read the body as a form of the given shape; the route finds it in `c.req.valid('form')`. A field that comes twice is its
 * first value.
 *
 * @throws CurfewError `unsupported-media-type`, `body-too-large` (1 MiB), `invalid-request` with what is wrong where
 */
export const formBody = (shape: z.ZodMiniType) =>
  createMiddleware(async (c, next) => {
    demandType(c, 'application/x-www-form-urlencoded')
    const text = await readText(c.req.raw)
    if (text === null) throw new CurfewError('invalid-request', 'The body is not a form in UTF-8. Nothing was changed.')
    const parsed = shape.safeParse(readForm(text))
    if (!parsed.success) throw unreadable(parsed.error.issues)
    c.req.addValidatedData('form', Object(parsed.data))
    await next()
  })

export function readForm(text: string): Readonly<Record<string, string>> {
  const fields = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(text)) if (!fields.has(name)) fields.set(name, value)
  return Object.fromEntries(fields)
}
