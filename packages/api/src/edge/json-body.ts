import { CurfewError } from '@curfew/contract'
import { createMiddleware } from 'hono/factory'
import type * as z from 'zod/mini'
import { issuesInWords } from './issues.ts'

export const maxBodyBytes = 1024 * 1024

/**
 * Read the body as JSON of the given shape; the route finds it in `c.req.valid('json')`.
 *
 * @throws CurfewError `unsupported-media-type`, `body-too-large` (1 MiB), `invalid-request` with what is wrong where
 */
export const jsonBody = (shape: z.ZodMiniType) =>
  createMiddleware(async (c, next) => {
    const [type = ''] = (c.req.header('content-type') ?? '').split(';')
    if (type.trim().toLowerCase() !== 'application/json') {
      const detail = 'Send the body as application/json. Nothing was changed.'
      throw new CurfewError('unsupported-media-type', detail)
    }
    const parsed = shape.safeParse(parseJson(await readText(c.req.raw)))
    if (!parsed.success) {
      const errors = issuesInWords(parsed.error.issues)
      const first = errors[0]
      const detail = `The request cannot be read: ${first?.path ? `${first.path}: ` : ''}${first?.message}. Nothing was changed.`
      throw new CurfewError('invalid-request', detail, { errors })
    }
    c.req.addValidatedData('json', Object(parsed.data))
    await next()
  })

/** The engine's own message would quote the body, and the body may hold a password. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw notJson()
  }
}

async function readText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  const tooLarge = () => {
    const detail = `The body is larger than ${maxBodyBytes} bytes. Nothing was changed.`
    return new CurfewError('body-too-large', detail)
  }
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) throw tooLarge()
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > maxBodyBytes) throw tooLarge()
    chunks.push(chunk)
  }
  const bytes = new Uint8Array(size)
  chunks.reduce((offset, chunk) => {
    bytes.set(chunk, offset)
    return offset + chunk.byteLength
  }, 0)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw notJson()
  }
}

function notJson(): CurfewError {
  const errors = [{ path: '', message: 'not JSON in UTF-8' }]
  return new CurfewError('invalid-request', 'The body is not JSON in UTF-8. Nothing was changed.', { errors })
}
