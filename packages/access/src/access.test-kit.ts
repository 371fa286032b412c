import { CurfewError } from '@curfew/contract'
import { createMemoryStore } from '@curfew/store/memory'
import { newAdministrator } from './administrators.ts'
import { type Attempt, judgePassword } from './attempt.ts'
import type { AccessAudit, AccessPorts, Administrator, PasswordHasher } from './ports.ts'

/** Passwords as they are, with a mark; counts how often it was asked, because that is what time tells. */
export class PlainHasher implements PasswordHasher {
  verified: string[] = []
  async hash(password: string) {
    return `plain:${password}`
  }
  async verify(hash: string, password: string) {
    this.verified.push(hash)
    return hash === `plain:${password}`
  }
}

/** Ports over a fresh memory store, with a clock that a test moves and an audit that it can read. */
export function accessPorts() {
  const store = createMemoryStore()
  const audit: AccessAudit[] = []
  const hasher = new PlainHasher()
  let now = new Date('2026-05-04T08:00:00.000Z')
  let made = 0
  const ports: AccessPorts = {
    store: {
      ...store,
      createAdministrator: async (administrator, row) => {
        const outcome = await store.createAdministrator(administrator, row)
        if (outcome === 'created') audit.push(row)
        return outcome
      },
      changeAdministrator: async (id, changes, row) => {
        const outcome = await store.changeAdministrator(id, changes, row)
        if (outcome === 'changed') audit.push(row)
        return outcome
      },
      writeAudit: async (rows) => {
        audit.push(...rows)
      },
    },
    hasher,
    clock: () => now,
    newId: () => `00000000-0000-7000-8000-${String((made += 1)).padStart(12, '0')}`,
  }
  return {
    ports,
    hasher,
    audit,
    pass: (seconds: number) => {
      now = new Date(now.getTime() + seconds * 1_000)
    },
    /** Store an administrator with the password `rightPassword`. */
    anAdministrator: async (overrides: Partial<Administrator> = {}): Promise<Administrator> => {
      const plain = { userId: 'ada', firstName: 'Ada', lastName: 'Lovelace', role: 'super-admin' as const }
      const administrator = { ...(await newAdministrator(ports, { ...plain, password: rightPassword })), ...overrides }
      await store.createAdministrator(administrator, {
        id: ports.newId(),
        at: now,
        actor: null,
        act: 'administrator-created',
        target: administrator.userId,
        detail: {},
      })
      return administrator
    },
    /** What the answer to an attempt is: `right`, or the code of the refusal. */
    attempt: async (given: Partial<Attempt> = {}): Promise<string> => {
      const attempt = { userId: 'ada', password: rightPassword, clientAddress: '192.0.2.1', ...given }
      return judgePassword(ports, attempt).then(
        () => 'right',
        (error: unknown) => (error instanceof CurfewError ? error.code : 'fault'),
      )
    },
  }
}

export const rightPassword = 'seven blue herons at dusk'
export const wrongPassword = 'eight grey herons at dawn'
