import type { Role } from '@curfew/contract'
import { defaultLimits, type NewSession } from '@curfew/registry'
import { aNewSession } from '@curfew/registry/cast'
import { openSqliteStore } from '@curfew/store'
import { argon2Hasher } from '../../apps/bff/src/password-hasher.ts'
import { test } from '../journey.ts'
import { type ProductOptions, startProduct } from '../product.ts'
import type { Credentials } from './program.ts'

type Store = Awaited<ReturnType<typeof openSqliteStore>>

/**
 * A journey whose product finds something in its data directory when it starts. What sources register later over their own
 * API is put there as yesterday's, by the store itself: no door is left open in the product for it.
 */
export function journeyWith(furnish: (store: Store) => Promise<unknown>, options: ProductOptions = {}) {
  return test.override('product', { scope: 'file' }, async ({}, { onCleanup }) => {
    const product = await startProduct({
      ...options,
      async prepare(dataDir) {
        const store = await openSqliteStore({ directory: dataDir, readOnlyWorkers: 1 })
        await furnish(store)
        await store.close()
      },
    })
    onCleanup(() => product.remove())
    return product
  })
}

/** An administrator who has been here before. */
export async function appoint(store: Store, { userId, password }: Credentials, role: Role): Promise<void> {
  const now = new Date()
  const person = { id: userId, userId, firstName: '', lastName: '', role, createdAt: now, lastLogonAt: null }
  const passwordHash = await argon2Hasher.hash(password)
  await store.createAdministrator(
    { ...person, passwordHash, disabled: false, mustChangePassword: false },
    { id: userId, at: now, actor: null, act: 'administrator-created', target: userId, detail: { role } },
  )
}

/** A session of somebody who logged on a few minutes ago, in a portal that is not Curfew's own. */
export function aRecentSession(overrides: Partial<NewSession> & Pick<NewSession, 'userId'>): NewSession {
  const status = overrides.status ?? 'active'
  return aNewSession({
    ...defaultLimits(status),
    loggedOnAt: new Date(Date.now() - 60_000),
    firstName: 'Some',
    lastName: 'Body',
    ...overrides,
  })
}
