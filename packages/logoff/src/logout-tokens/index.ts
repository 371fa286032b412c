import type { LogoutTokens } from '@curfew/registry'
import { createKeySets, type KeySetOptions } from './key-sets.ts'
import { createLogoutTokens } from './verify.ts'

/** Logout tokens of others. Runs anywhere: what it fetches, it fetches through the function it is given. */
export * from './key-sets.ts'
export * from './verify.ts'

export function readLogoutTokens({ fetchText, clock }: KeySetOptions): LogoutTokens {
  return createLogoutTokens({ keySets: createKeySets({ fetchText, clock }), clock })
}
