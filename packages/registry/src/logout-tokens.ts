import { CurfewError, type OpenIdProvider } from '@curfew/contract'
import { closeByPolicy } from './close-by-policy.ts'
import type { ExecutionPorts } from './execute.ts'
import { asOf, isOpen } from './limits.ts'
import { isListed } from './listed.ts'
import type { RegistryPorts } from './ports.ts'
import type { Session } from './session.ts'
import type { Source } from './source.ts'
import { keptHandle, kindsOfSources } from './source-rules.ts'

/** What a logout token says once it is known to be good. At least one of `sid` and `sub` is there. */
export type LogoutClaims = {
  readonly jti: string
  /** From then on it is refused for its age. */
  readonly expiresAt: Date
  readonly sid: string | null
  readonly sub: string | null
}

/** Reads logout tokens of others. @see OpenID Connect Back-Channel Logout 1.0 §2.6 */
export interface LogoutTokens {
  /** Whose it says that it is and for whom, proved by nothing; null: it is no token at all. */
  addressed(token: string): { readonly issuer: string; readonly audiences: readonly string[] } | null
  /** All checks but the one whether it came before. Never rejects; `refusal` is a sentence without its content. */
  verify(token: string, provider: OpenIdProvider): Promise<LogoutClaims | { readonly refusal: string }>
}

type Ports = ExecutionPorts & Pick<RegistryPorts, 'channels'> & { readonly logoutTokens: LogoutTokens }

/**
 * End what the OP of a source says is over: the session whose handle is `sid`, else all of the user `sub` at that source.
 * What has ended already, is not listed, or was never registered, is a success too. The token is remembered only after that: should the
 * store fail in between, it is good for another try.
 *
 * @returns how many were ended
 * @throws CurfewError `invalid-request`: the token is not good, or came before; nothing was changed
 */
export async function endByLogoutToken(ports: Ports, token: string): Promise<number> {
  const addressed = ports.logoutTokens.addressed(token)
  if (!addressed) throw refused('It cannot be read')
  const sources = (await ports.store.sources()).flatMap((source) => addressedTo(source, addressed))
  if (sources.length === 0) throw refused('Its issuer and audience are those of no source')

  let ended = 0
  const refusals: string[] = []
  for (const { source, provider } of sources) {
    const claims = await ports.logoutTokens.verify(token, provider)
    if ('refusal' in claims) {
      refusals.push(claims.refusal)
      continue
    }
    // One for each source: several of them may have the same OP and audience.
    const tokenId = `${source.id} ${claims.jti}`
    if (await ports.store.knowsToken(provider.issuer, tokenId)) {
      refusals.push('It came before')
      continue
    }
    ended += await endNamed(ports, source, provider, claims)
    await ports.store.rememberToken(provider.issuer, tokenId, claims.expiresAt, ports.clock())
  }
  const [refusal] = refusals
  if (refusal !== undefined && refusals.length === sources.length) throw refused(refusal)
  return ended
}

type Addressed = NonNullable<ReturnType<LogoutTokens['addressed']>>

function addressedTo(source: Source, { issuer, audiences }: Addressed) {
  const provider = source.openIdProvider
  if (!provider || source.disabled) return []
  return provider.issuer === issuer && audiences.includes(provider.audience) ? [{ source, provider }] : []
}

/** Of what is named only what is listed, as with signals: the rest answers like what does not exist. */
async function endNamed(ports: Ports, source: Source, provider: OpenIdProvider, claims: LogoutClaims): Promise<number> {
  const now = ports.clock()
  const named = await sessionsNamed(ports, source, claims)
  const sessions = named.filter((session) => isListed(session) && isOpen(asOf(session, now)))
  if (sessions.length > 0) await closeAsTheOp(ports, sessions, provider)
  return sessions.length
}

async function sessionsNamed(
  { store }: Ports,
  source: Source,
  { sid, sub }: LogoutClaims,
): Promise<readonly Session[]> {
  if (sid !== null) {
    const session = await store.sessionByHandle(source.id, keptHandle(sid))
    return session ? [session] : []
  }
  const all = await store.sessionsByUser((sub ?? '').toWellFormed(), kindsOfSources)
  return all.filter(({ sourceId }) => sourceId === source.id)
}

async function closeAsTheOp(ports: Ports, sessions: readonly Session[], { issuer }: OpenIdProvider): Promise<void> {
  // Its user logged off there, or was logged off: a logout token does not say which.
  const why = { reason: `Logged off at ${issuer}`, reasonKind: 'system' } as const
  await closeByPolicy(ports, { ...why, sessions, actor: actorOf(issuer) })
}

function actorOf(issuer: string) {
  return { userId: issuer, firstName: '', lastName: '', sessionId: null }
}

function refused(why: string): CurfewError {
  return new CurfewError('invalid-request', `The logout token is not good: ${lowered(why)}. Nothing was changed.`)
}

const lowered = (sentence: string) => sentence.charAt(0).toLowerCase() + sentence.slice(1)
