import { createAdministrator, ensureFirstAdministrator } from '@curfew/access'
import {
  defaultLimits,
  hashCredential,
  type NewSession,
  newCredential,
  ownSource,
  registerSessions,
} from '@curfew/registry'
import { openSqliteStore } from '@curfew/store'
import { furnish } from '../../apps/bff/src/house/ports.ts'
import { createLog } from '../../apps/bff/src/log.ts'
import { firstAdministrator } from '../product.ts'

/** A browser that is logged on since before the product started. */
export type SeededSession = { readonly id: string; readonly cookie: string }

export type Seeded = {
  /** Of the first administrator's program. */
  readonly token: string
  /** Of another administrator's browsers. */
  readonly browsers: readonly SeededSession[]
}

/** Whose browsers they are. */
export const colleague = 'grace'

/**
 * Put administrators and their sessions into an empty data directory, so that nobody has to wait for thousands of logons.
 * The credentials are as a logon makes them.
 */
export async function seedSessions(dataDir: string, browsers: number): Promise<Seeded> {
  const store = await openSqliteStore({ directory: dataDir, readOnlyWorkers: 1 })
  const house = furnish(store, createLog('silent'))
  try {
    const { ports } = house
    await ensureFirstAdministrator(ports, firstAdministrator)
    const wanted = { userId: colleague, firstName: 'Grace', lastName: 'Hopper', role: 'operator' } as const
    await createAdministrator(ports, wanted, { userId: 'seed', firstName: '', lastName: '', sessionId: null })
    const aSession = async (kind: 'api' | 'security-console', userId: string, at: number) => {
      const token = (kind === 'api' ? 'curfew_a_' : 'curfew_c_') + newCredential()
      const id = ports.newId()
      const session: NewSession = {
        id,
        kind,
        userId,
        firstName: '',
        lastName: '',
        identitySource: ownSource.name,
        securityDomain: '',
        sourceId: ownSource.id,
        source: ownSource.name,
        handle: id,
        via: null,
        clientAddress: `192.0.2.${at % 250}`,
        userAgent: 'seeded',
        superAdminCredentials: false,
        status: 'active',
        loggedOnAt: ports.clock(),
        ...defaultLimits('active'),
        credentialHash: await hashCredential(token),
      }
      return { token, session }
    }
    const program = await aSession('api', firstAdministrator.userId, 0)
    const all = await Promise.all(
      Array.from({ length: browsers }, (_, at) => aSession('security-console', colleague, at)),
    )
    await registerSessions(ports, [program.session, ...all.map(({ session }) => session)])
    return {
      token: program.token,
      browsers: all.map(({ session, token }) => ({ id: session.id, cookie: `curfew=${token}` })),
    }
  } finally {
    await house.end()
  }
}
