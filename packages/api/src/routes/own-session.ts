import { changeOwnPassword } from '@curfew/access'
import { CurfewError } from '@curfew/contract'
import { endOwnSession, endSessionsOfUser, renewCredential } from '@curfew/registry'
import type { Routes } from '../call.ts'
import { handOver, nextCredential } from '../own-session.ts'
import type { ApiPorts } from '../ports.ts'
import { toMe } from '../views.ts'

/** What one does with one's own session. */
export const ownSessionRoutes = (ports: ApiPorts): Pick<Routes, 'logoff' | 'me' | 'changePassword'> => ({
  logoff: async (c) => {
    await endOwnSession(ports, c.var.session)
    if (c.var.session.kind === 'security-console') {
      ports.sessionCookie.clear(c)
      c.header('Clear-Site-Data', '"cache", "cookies", "storage"')
    }
    return c.body(null, 204)
  },

  me: (c) => c.json(toMe(c.var.administrator, c.var.session), 200),

  changePassword: async (c) => {
    const { session, actor } = c.var
    const { currentPassword, newPassword } = c.req.valid('json')
    const administrator = await changeOwnPassword(ports, {
      userId: session.userId,
      currentPassword,
      newPassword,
      clientAddress: ports.clientAddress(c),
      sessionId: session.id,
    })
    await endSessionsOfUser(ports, session.userId, 'password-changed', actor, session.id)
    const credential = await nextCredential(session)
    if (!(await renewCredential(ports, session.id, credential.hash))) {
      throw new CurfewError(
        'session-closed',
        'Your new password is kept, but the session was closed meanwhile. Log on with it.',
      )
    }
    const handed = handOver(ports, c, { session, token: credential.token })
    return c.json({ next: 'done', me: toMe(administrator, session), ...handed }, 200)
  },
})
