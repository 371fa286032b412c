import { CurfewError } from '@curfew/contract'
import type { Context } from 'hono'

export const maxBodyBytes = 1024 * 1024

/** @throws CurfewError `unsupported-media-type`: it is of another type, or packed */
export function demandType(c: Context, type: string): void {
  const packed = c.req.header('content-encoding')?.trim().toLowerCase() ?? 'identity'
  if (packed !== 'identity' && packed !== '') {
    const detail = 'Send the body as it is, without Content-Encoding. Nothing was changed.'
    throw new CurfewError('unsupported-media-type', detail)
  }
  const [given = ''] = (c.req.header('content-type') ?? '').split(';')
  if (given.trim().toLowerCase() === type) return
  throw new CurfewError('unsupported-media-type', `Send the body as ${type}. Nothing was changed.`)
}

/**
 * The body as text.
 *
 * @returns null: it is not UTF-8
 * @throws CurfewError `body-too-large` (1 MiB), before more of it is kept; `invalid-request` when it breaks off: that is
 *   the sender's doing, or the network's, and no fault of ours
 */
export async function readText(request: Request): Promise<string | null> {
  try {
    return await readToTheEnd(request)
  } catch (error) {
    if (error instanceof CurfewError) throw error
    throw new CurfewError('invalid-request', 'The body broke off before its end. Nothing was changed.')
  }
}

async function readToTheEnd(request: Request): Promise<string | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  const tooLarge = () => {
    const detail = `The body is larger than ${maxBodyBytes} bytes. Nothing was changed.`
    return new CurfewError('body-too-large', detail)
  }
  const length = request.headers.get('content-length')
  if (Number(length ?? 0) > maxBodyBytes) throw tooLarge()
  // HTTP holds the sender to the length that it gave, and then the body can be had in one piece.
  if (length !== null) return decode(await request.arrayBuffer())
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
  return decode(bytes)
}

function decode(bytes: AllowSharedBufferSource): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
