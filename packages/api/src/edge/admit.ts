import { permits } from '@curfew/access'
import {
  backgroundHeader,
  CurfewError,
  type Endpoint,
  type Farewell,
  type Role,
  readAcceptLanguage,
  roles,
} from '@curfew/contract'
import {
  acceptSession,
  endSessionsOfUser,
  type Judgement,
  ownSource,
  recognizeSession,
  type Session,
} from '@curfew/registry'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { LoggedOn } from '../call.ts'
import { hashPresented, type OwnKind } from '../credential.ts'
import { goodbye } from '../farewell.ts'
import type { ApiPorts } from '../ports.ts'
import { tellAgain } from '../routes/tell-again.ts'
import { bearerOf } from './bearer.ts'

/**
 * Let a request in whose session is open, whose administrator is enabled, and whose role suffices at this moment.
 *
 * @throws CurfewError `not-logged-on`, `session-closed` or `session-expired` with the farewell, `password-change-required`
 *   while the logon is only begun, `not-permitted`
 */
export const admit = (ports: ApiPorts, endpoint: Endpoint) => {
  const isStream = endpoint.success.contentType === 'text/event-stream'
  return createMiddleware<{ Variables: LoggedOn }>(async (c, next) => {
    const kind = isBearer(c) ? 'api' : 'security-console'
    const judgement = await judge(ports, c, kind, isStream)
    if (judgement.outcome === 'unknown') {
      throw new CurfewError('not-logged-on', 'There is no session with this request. Log on first.')
    }
    const { session } = judgement
    if (judgement.outcome !== 'accepted') {
      // A browser that lost its stream comes back for the news, not for an error that would stop it from asking.
      if (isStream && kind === 'security-console') return tellAgain(ports, c, session)
      throw goodbye(judgement.farewell, languagesOf(c))
    }
    if (session.status === 'abandoned-in-progress' && endpoint.access !== 'begun-session') {
      throw new CurfewError('password-change-required', 'The logon is not finished: choose a new password first.')
    }
    const administrator = await ports.store.administratorByUserId(session.userId)
    if (!administrator || administrator.disabled) throw goodbye(await endOrphans(ports, session), languagesOf(c))
    const needed = roles.find((role): role is Role => role === endpoint.access)
    if (needed && !permits(administrator.role, needed)) {
      const detail = `This takes the role ${needed}; yours is ${administrator.role}. Nothing was changed.`
      throw new CurfewError('not-permitted', detail)
    }
    const { userId, firstName, lastName } = administrator
    c.set('session', session)
    c.set('administrator', administrator)
    c.set('actor', { userId, firstName, lastName, sessionId: session.id })
    return next()
  })
}

/** The open session of the browser's cookie, if there is one; asking for it is no activity. */
export async function openSessionOfBrowser(ports: ApiPorts, c: Context): Promise<Session | null> {
  const judgement = await judgeToken(ports, ports.sessionCookie.read(c), 'security-console', recognizeSession)
  return judgement.outcome === 'accepted' ? judgement.session : null
}

/** A stream that is held, and a page that refreshes itself, keep no session from going idle. */
function judge(ports: ApiPorts, c: Context, kind: OwnKind, isStream: boolean): Promise<Judgement> {
  const token = kind === 'api' ? bearerOf(c) : ports.sessionCookie.read(c)
  // A returning stream is not yet a refusal of the session: its browser is still to be told.
  if (isStream && kind === 'security-console') return judgeToken(ports, token, kind, recognizeSession)
  const isActivity = !isStream && c.req.header(backgroundHeader) === undefined
  return judgeToken(ports, token, kind, (ports, hash) => acceptSession(ports, hash, { isActivity }))
}

/** Whose request it is. A browser's credential counts only in its cookie, a program's only as a bearer. */
async function judgeToken(
  ports: ApiPorts,
  token: string | undefined,
  kind: OwnKind,
  judgeHash: (ports: ApiPorts, hash: string) => Promise<Judgement>,
): Promise<Judgement> {
  const hash = token === undefined ? null : await hashPresented(kind, token)
  if (hash === null) return { outcome: 'unknown' }
  const judgement = await judgeHash(ports, hash)
  if (judgement.outcome === 'unknown') return judgement
  // A source may have registered a credential of that form for a session of its own; it opens nothing here.
  const { session } = judgement
  return session.kind === kind && session.sourceId === ownSource.id ? judgement : { outcome: 'unknown' }
}

function languagesOf(c: Context): readonly string[] {
  return readAcceptLanguage(c.req.header('accept-language'))
}

/** With a bearer the cookie is not looked at: a request has one session. Another scheme is a proxy's business. */
function isBearer(c: Context): boolean {
  return /^Bearer\b/i.test(c.req.header('authorization') ?? '')
}

/** Disabled between two of its requests, and a crash kept its sessions from being ended with it. */
async function endOrphans(ports: ApiPorts, session: Session): Promise<Farewell> {
  await endSessionsOfUser(ports, session.userId, 'account-disabled', null)
  return { ending: 'account-disabled', at: ports.clock().toISOString(), byYourself: false, messageToUser: null }
}
