import {
  type Administrator,
  changeAdministrator,
  createAdministrator,
  listAdministrators,
  resetPassword,
} from '@curfew/access'
import { endSessionsOfUser, hasExpired, isOpen, ownSource } from '@curfew/registry'
import type { Routes } from '../call.ts'
import type { ApiPorts } from '../ports.ts'
import { toAdministratorView } from '../views.ts'

/** Who may administer Curfew. A changed role counts from the next request on, because every request reads it. */
export const administratorRoutes = (
  ports: ApiPorts,
): Pick<Routes, 'listAdministrators' | 'createAdministrator' | 'changeAdministrator' | 'resetPassword'> => {
  const view = async (administrator: Administrator, ownUserId: string) =>
    toAdministratorView(administrator, await openSessionsOf(ports, administrator.userId), ownUserId)

  return {
    listAdministrators: async (c) => {
      const administrators = await listAdministrators(ports)
      const items = await Promise.all(administrators.map((one) => view(one, c.var.actor.userId)))
      return c.json({ items }, 200)
    },

    createAdministrator: async (c) => {
      const { administrator, temporaryPassword } = await createAdministrator(ports, c.req.valid('json'), c.var.actor)
      return c.json({ administrator: await view(administrator, c.var.actor.userId), temporaryPassword }, 201)
    },

    changeAdministrator: async (c) => {
      const { actor } = c.var
      const administrator = await changeAdministrator(ports, c.req.param('id'), c.req.valid('json'), actor)
      if (administrator.disabled) await endSessionsOfUser(ports, administrator.userId, 'account-disabled', actor)
      return c.json(await view(administrator, actor.userId), 200)
    },

    resetPassword: async (c) => {
      const { actor } = c.var
      const { administrator, temporaryPassword } = await resetPassword(ports, c.req.param('id'), actor)
      await endSessionsOfUser(ports, administrator.userId, 'password-changed', actor)
      return c.json({ administrator: await view(administrator, actor.userId), temporaryPassword }, 200)
    },
  }
}

async function openSessionsOf({ store, clock }: ApiPorts, userId: string): Promise<number> {
  const sessions = await store.sessionsByUser(userId, ['security-console', 'api'])
  const now = clock()
  return sessions.filter((one) => one.sourceId === ownSource.id && isOpen(one) && !hasExpired(one, now)).length
}
