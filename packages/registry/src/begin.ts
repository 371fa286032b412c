import { type Judgement, judge } from './accept.ts'
import { batchSize } from './end.ts'
import { type ClosingPorts, closeHeld, type Registered, returnsOf, rulesOf } from './held.ts'
import { heldError } from './hold.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { isListed } from './listed.ts'
import type { RegistryPorts } from './ports.ts'
import { type CameBack, type NewSession, ownSource, type Registration, type Session } from './session.ts'

/** What begins may have to be closed at once. */
export type BeginningPorts = ClosingPorts

/** What is known when somebody logs on to Curfew itself. */
export type OwnLogon = Pick<NewSession, 'userId' | 'firstName' | 'lastName' | 'clientAddress' | 'userAgent'> & {
  readonly kind: Extract<Session['kind'], 'security-console' | 'api'>
  readonly credentialHash: string
  /** Default `active`. `abandoned-in-progress`: the logon is begun, and `finishLogon` finishes it. */
  readonly status?: Extract<Session['status'], 'active' | 'abandoned-in-progress'>
  /** Default `defaultLimits` of the status. */
  readonly limits?: Limits
  readonly identitySource?: string
  readonly securityDomain?: string
  /** No hold keeps the last super admin out. */
  readonly isExemptFromHolds?: boolean
}

/**
 * Begin a session of Curfew's own. It is listed like all others from then on.
 *
 * @throws CurfewError `held`: a hold keeps the user or the address out; `store-unavailable`. Nobody was logged on
 */
export async function beginSession(ports: BeginningPorts, logon: OwnLogon): Promise<Session> {
  const { status = 'active', limits = defaultLimits(status), ...known } = logon
  const id = ports.newId()
  const session: NewSession = {
    identitySource: ownSource.name,
    securityDomain: '',
    ...known,
    ...limits,
    id,
    status,
    sourceId: ownSource.id,
    source: ownSource.name,
    handle: id,
    via: null,
    superAdminCredentials: false,
    loggedOnAt: ports.clock(),
  }
  const [registration] = await registerSessions(ports, [session])
  if (registration?.outcome === 'held') throw heldError(registration.hold)
  const cameBack = registration?.outcome === 'registered' ? registration.cameBack : undefined
  return asRegistered(cleaned(session), cameBack ?? null)
}

/**
 * Register sessions, in transactions of 1,000. Those whose source has an open session with the same handle are left alone.
 * Whom a hold keeps out is not registered; where it cannot be refused, as at a NAS, the session is registered and closed at
 * once. Who comes back soon after a closure is marked.
 *
 * @returns outcomes in the order given
 * @throws CurfewError `store-unavailable`: what came before the failing thousand is registered; repeating is safe
 */
export async function registerSessions(
  ports: BeginningPorts,
  sessions: readonly NewSession[],
): Promise<readonly Registration[]> {
  const registrations: Registration[] = []
  const settings = await ports.store.settings()
  for (let begin = 0; begin < sessions.length; begin += batchSize) {
    const batch = sessions.slice(begin, begin + batchSize).map(cleaned)
    const outcomes = await ports.store.register(batch, rulesOf(settings, ports.clock()))
    const registered = batch.flatMap((session, at): Registered[] => {
      const outcome = outcomes[at]
      return outcome?.outcome === 'registered' ? [{ ...outcome, session }] : []
    })
    const began = registered.filter(({ session }) => isListed(session)).length
    if (began > 0) ports.changes.announce({ began, ...returnsOf(registered) })
    await closeHeld(ports, registered)
    registrations.push(...outcomes)
  }
  return registrations
}

/**
 * Finish a logon that was begun: the session is active, under a new credential and the limits of an active one.
 *
 * @returns `closed` or `expired` when it ended meanwhile; nothing was changed then
 */
export async function finishLogon(
  ports: Pick<BeginningPorts, 'store' | 'changes' | 'clock'>,
  begun: Session,
  credentialHash: string,
): Promise<Judgement> {
  const before = await ports.store.sessionById(begun.id)
  if (!before) return { outcome: 'unknown' }
  const judgement = await judge(ports, before)
  if (judgement.outcome !== 'accepted') return judgement
  const now = { at: ports.clock(), credentialHash, ...defaultLimits('active') }
  const isFinished = await ports.store.finishLogon(begun.id, now)
  const after = (await ports.store.sessionById(begun.id)) ?? before
  if (isFinished && isListed(after)) ports.changes.announce({ changed: [after.id] })
  return judge(ports, after)
}

/**
 * Give a session a new credential. The old one is unknown from then on.
 *
 * @returns false: the session had ended, and nothing was changed
 */
export async function renewCredential(
  { store }: Pick<RegistryPorts, 'store'>,
  sessionId: string,
  credentialHash: string,
): Promise<boolean> {
  return store.renewCredential(sessionId, credentialHash)
}

function asRegistered(registered: NewSession, cameBack: CameBack | null): Session {
  const { credentialHash: _credentialHash, isExemptFromHolds: _isExempt, goesOnSince: _since, ...session } = registered
  const lastActivityAt = session.loggedOnAt
  return { ...session, lastActivityAt, command: null, endedAt: null, ending: null, closureId: null, cameBack }
}

const mostCharacters = 512

/** Half a character, as JSON can carry, would be stored as another one and then not be found. */
function cleaned(session: NewSession): NewSession {
  return {
    ...session,
    userId: session.userId.toWellFormed(),
    firstName: session.firstName.toWellFormed(),
    lastName: session.lastName.toWellFormed(),
    identitySource: session.identitySource.toWellFormed(),
    securityDomain: session.securityDomain.toWellFormed(),
    clientAddress: session.clientAddress.toWellFormed(),
    userAgent: session.userAgent.slice(0, mostCharacters).toWellFormed(),
    handle: session.handle.toWellFormed(),
  }
}
