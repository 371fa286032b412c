import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AdministratorStore } from '@curfew/access'
import { headerCookie } from '@curfew/api'
import { createMockApi } from '@curfew/mocks'
import { populate } from '@curfew/registry/cast'
import { openSqliteStore } from '@curfew/store'
import { readConfig } from '../../../apps/bff/src/configuration/config.ts'
import { startCurfew } from '../../../apps/bff/src/curfew.ts'
import { argon2Hasher } from '../../../apps/bff/src/password-hasher.ts'
import { password } from './exchange.ts'

/** One of the two that are compared: somewhere to send requests. */
export interface Party {
  readonly origin: string
  /** Of an installation that nobody has set up. */
  readonly setupToken: string | null
  send(request: Request): Promise<Response>
  end(): Promise<void>
}

/** On both sides, ids and all. */
export const sameSessions = { count: 120, seed: 3 } as const

/**
 * The BFF as it is started, on SQLite, over real HTTP. Without the console's pages: those are no part of this.
 *
 * @param now null: nobody has set it up
 */
export async function startServed(now: Date | null): Promise<Party> {
  const directory = await mkdtemp(join(tmpdir(), 'curfew-conformance-'))
  if (now) {
    const store = await openSqliteStore({ directory, readOnlyWorkers: 1 })
    await populate(store, { ...sameSessions, now })
    await appointAdministrators(store, now)
    await store.close()
  }
  const config = readConfig({ PORT: '0', CURFEW_DATA_DIR: directory, CURFEW_LOG_LEVEL: 'silent' }, [])
  const curfew = await startCurfew({ config, log: () => {}, consoleDirectory: null })
  return {
    origin: curfew.address,
    setupToken: /\/setup#(\S+)$/m.exec(curfew.welcome.join('\n'))?.[1] ?? null,
    send: (request) => fetch(request),
    async end() {
      await curfew.stop('SIGTERM')
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** The mock, its cookies in headers so that they can be compared too. */
export async function startMocked(now: Date | null): Promise<Party> {
  const origin = 'http://curfew.mock'
  const scenario = now ? 'empty' : 'first-start'
  const mock = await createMockApi({ scenario, origin, sessionCookie: headerCookie({ isSecure: false }) })
  if (now) await populate(mock.store, { ...sameSessions, now })
  const { setupToken } = mock
  return { origin, setupToken, send: (request) => mock.fetch(request), end: () => mock.stop() }
}

/** The administrators that every mock has, with a real password hash. */
async function appointAdministrators(store: AdministratorStore, now: Date) {
  const roles = { ada: 'super-admin', aude: 'auditor', grace: 'super-admin', olga: 'operator' } as const
  const passwordHash = await argon2Hasher.hash(password)
  for (const [userId, role] of Object.entries(roles)) {
    const id = randomUUID()
    const person = { id, userId, firstName: userId, lastName: 'Lovelace', role, passwordHash, createdAt: now }
    const audit = { id, at: now, actor: null, act: 'administrator-created', target: userId, detail: {} }
    await store.createAdministrator({ ...person, disabled: false, mustChangePassword: false, lastLogonAt: null }, audit)
  }
}
