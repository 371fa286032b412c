import { CurfewError } from '@curfew/contract'
import { recognizeSignalReceiver } from '@curfew/registry'
import { createMiddleware } from 'hono/factory'
import type { FromReceiver } from '../call.ts'
import type { ApiPorts } from '../ports.ts'
import { bearerOf } from './bearer.ts'
import type { Allowances } from './source-allowances.ts'

/**
 * Let a receiver of signals in that shows a good key, as often as its allowance permits.
 *
 * @throws CurfewError `not-logged-on`: the key is unknown or has run out; `too-many-attempts`
 */
export const admitReceiver = (ports: ApiPorts, allowances: Allowances) =>
  createMiddleware<{ Variables: FromReceiver }>(async (c, next) => {
    const receiver = await recognizeSignalReceiver(ports, bearerOf(c) ?? '')
    if (!receiver)
      throw new CurfewError('not-logged-on', 'The key of the receiver is unknown or has run out. Nothing was changed.')
    allowances.take(receiver.id, 1)
    c.set('receiver', receiver)
    return next()
  })
