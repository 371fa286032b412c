import { CurfewError } from '@curfew/contract'
import { recognizeSource } from '@curfew/registry'
import { createMiddleware } from 'hono/factory'
import type { FromSource } from '../call.ts'
import type { ApiPorts } from '../ports.ts'
import { bearerOf } from './bearer.ts'
import type { Allowances } from './source-allowances.ts'

/**
 * Let a source in that shows a good key, as often as its allowance permits.
 *
 * @throws CurfewError `not-logged-on`: the key is unknown, has run out, or its source is disabled; `too-many-attempts`
 */
export const admitSource = (ports: ApiPorts, allowances: Allowances) =>
  createMiddleware<{ Variables: FromSource }>(async (c, next) => {
    const recognized = await recognizeSource(ports, bearerOf(c) ?? '')
    if (!recognized) {
      throw new CurfewError('not-logged-on', 'The key of the source is unknown or has run out. Nothing was changed.')
    }
    const { source, keyId } = recognized
    allowances.take(source.id, 1)
    ports.noteSourceSeen(source.id, keyId, ports.clock())
    c.set('source', source)
    c.set('keyId', keyId)
    return next()
  })
