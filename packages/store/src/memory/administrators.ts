import type { Administrator, AdministratorStore } from '@curfew/access'
import { compareText } from '@curfew/registry'
import type { Tables } from './tables.ts'

/** Administrators, and what guards their logon. */
export function administratorStore(tables: Tables): AdministratorStore {
  const { administrators, attempts, settings } = tables
  const all = () => Array.from(administrators.values())

  return {
    async administratorById(id) {
      return administrators.get(id)
    },
    async administratorByUserId(userId) {
      return all().find((administrator) => administrator.userId === userId)
    },
    async administrators() {
      return all().sort((one, other) => compareText(one.userId, other.userId))
    },
    async createAdministrator(administrator, audit) {
      if (all().some(({ userId }) => userId === administrator.userId)) return 'user-id-taken'
      administrators.set(administrator.id, administrator)
      tables.audit.set(audit.id, audit)
      return 'created'
    },
    async changeAdministrator(id, changes, audit) {
      const before = administrators.get(id)
      if (!before) return 'not-found'
      const after = { ...before, ...changes }
      const others = all().filter((administrator) => administrator.id !== id)
      if (isInCharge(before) && !isInCharge(after) && !others.some(isInCharge)) return 'last-super-admin'
      administrators.set(id, after)
      tables.audit.set(audit.id, audit)
      return 'changed'
    },
    async recordLogon(id, at) {
      const administrator = administrators.get(id)
      if (administrator) administrators.set(id, { ...administrator, lastLogonAt: at })
    },

    async attempts(keys) {
      return new Map(
        keys.flatMap((key) => {
          const counted = attempts.get(key)
          return counted ? [[key, counted] as const] : []
        }),
      )
    },
    async recordFailure(keys, at) {
      for (const key of keys) attempts.set(key, { failures: (attempts.get(key)?.failures ?? 0) + 1, lastFailureAt: at })
    },
    async clearFailures(keys) {
      for (const key of keys) attempts.delete(key)
    },
    async forgetFailures(before) {
      for (const [key, { lastFailureAt }] of attempts) if (lastFailureAt < before) attempts.delete(key)
    },

    async setupTokenHash() {
      return settings.get('setup-token-hash') ?? null
    },
    async saveSetupTokenHash(hash) {
      if (hash === null) settings.delete('setup-token-hash')
      else settings.set('setup-token-hash', hash)
    },
  }
}

function isInCharge({ role, disabled }: Administrator): boolean {
  return role === 'super-admin' && !disabled
}
