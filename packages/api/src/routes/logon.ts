import { logOn, replaceTemporaryPassword, setUp } from '@curfew/access'
import { CurfewError } from '@curfew/contract'
import { deadlineOf, endOwnSession, endSessionsOfUser, finishLogon } from '@curfew/registry'
import type { Routes } from '../call.ts'
import { openSessionOfBrowser } from '../edge/admit.ts'
import { refuseHeld } from '../hold-at-logon.ts'
import { beginOwnSession, handOver, nextCredential } from '../own-session.ts'
import type { ApiPorts } from '../ports.ts'
import { toMe } from '../views.ts'

/** How a session of Curfew's own begins. Each logon has a credential of its own; one that was there before is ended. */
export const logonRoutes = (ports: ApiPorts): Pick<Routes, 'setup' | 'logon' | 'finishLogon'> => ({
  setup: async (c) => {
    const administrator = await setUp(ports, c.req.valid('json'))
    const begun = await beginOwnSession(ports, c, administrator, 'security-console', 'active')
    return c.json({ next: 'done', me: toMe(administrator, begun.session), ...handOver(ports, c, begun) }, 200)
  },

  logon: async (c) => {
    const { kind, userId, password } = c.req.valid('json')
    const clientAddress = ports.clientAddress(c)
    const { next, administrator } = await logOn(ports, { userId, password, clientAddress }, (administrator) =>
      refuseHeld(ports, administrator, clientAddress),
    )
    if (next === 'change-password' && kind === 'api') {
      const detail = 'The password is temporary. Log on with a browser once, and choose a new one.'
      throw new CurfewError('password-change-required', detail)
    }
    const begun = await beginOwnSession(
      ports,
      c,
      administrator,
      kind,
      next === 'done' ? 'active' : 'abandoned-in-progress',
    )
    const earlier = kind === 'api' ? null : await openSessionOfBrowser(ports, c)
    if (earlier) await endOwnSession(ports, earlier)
    const handed = handOver(ports, c, begun)
    if (next === 'done') return c.json({ next, me: toMe(administrator, begun.session), ...handed }, 200)
    return c.json({ next, expiresAt: deadlineOf(begun.session).toISOString() }, 200)
  },

  finishLogon: async (c) => {
    const { session, actor } = c.var
    const { userId, id: sessionId, clientAddress } = session
    const { newPassword } = c.req.valid('json')
    await refuseHeld(ports, c.var.administrator, clientAddress)
    const administrator =
      session.status === 'abandoned-in-progress'
        ? await replaceTemporaryPassword(ports, { userId, newPassword, clientAddress, sessionId })
        : null
    if (!administrator) throw new CurfewError('not-logged-on', 'There is no begun logon to finish. Log on first.')
    // Whoever else has begun a logon with the temporary password is out.
    await endSessionsOfUser(ports, userId, 'password-changed', actor, sessionId)
    const credential = await nextCredential(session)
    const judgement = await finishLogon(ports, session, credential.hash)
    if (judgement.outcome !== 'accepted') {
      throw new CurfewError(
        'session-closed',
        'Your new password is kept, but the session was closed meanwhile. Log on with it.',
      )
    }
    const handed = handOver(ports, c, { session: judgement.session, token: credential.token })
    return c.json({ next: 'done', me: toMe(administrator, judgement.session), ...handed }, 200)
  },
})
