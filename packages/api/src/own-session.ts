import type { Administrator } from '@curfew/access'
import { beginSession, type Session } from '@curfew/registry'
import type { Context } from 'hono'
import { newOwnCredential, type OwnCredential, type OwnKind } from './credential.ts'
import type { ApiPorts } from './ports.ts'

/** A session of Curfew's own and the token that opens it, which is kept nowhere here. */
export type Begun = { readonly session: Session; readonly token: string }

const longestUserAgent = 512

/** Register the session that a logon begins. */
export async function beginOwnSession(
  ports: ApiPorts,
  c: Context,
  { userId, firstName, lastName, role }: Administrator,
  kind: OwnKind,
  status: 'active' | 'abandoned-in-progress',
): Promise<Begun> {
  const { token, hash } = await newOwnCredential(kind)
  const session = await beginSession(ports, {
    kind,
    userId,
    firstName,
    lastName,
    clientAddress: ports.clientAddress(c),
    userAgent: (c.req.header('user-agent') ?? '').slice(0, longestUserAgent),
    status,
    credentialHash: hash,
    // Whether a hold keeps a super admin out is judged by `refuseHeld`, which spares the last one.
    ...(role === 'super-admin' ? { isExemptFromHolds: true } : {}),
  })
  return { session, token }
}

/** A new credential of the kind that the session has; the old one is unknown once it is stored. */
export function nextCredential({ kind }: Session): Promise<OwnCredential> {
  return newOwnCredential(kind === 'api' ? 'api' : 'security-console')
}

/** Give the token to its holder: a browser gets it in its cookie, a program in the answer. */
export function handOver(ports: ApiPorts, c: Context, { session, token }: Begun): { readonly token?: string } {
  if (session.kind === 'api') return { token }
  ports.sessionCookie.write(c, token, session.absoluteLimitSeconds)
  return {}
}
