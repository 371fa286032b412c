import { CurfewError } from '@curfew/contract'
import { normalPassword } from './password.ts'
import type { AccessPorts, Administrator, Attempts, PasswordHasher } from './ports.ts'
import { familiarSeconds, isForgotten, networkOf, rules, waitMs } from './throttle.ts'
import { base64url, newToken } from './token.ts'
import { inTurn, underWay } from './turns.ts'
import { normalUserId } from './user-id.ts'

/** A user id and a password, as someone at an address gives them. Nothing of it is believed yet. */
export type Attempt = { readonly userId: string; readonly password: string; readonly clientAddress: string }

/**
 * Judge a password, unless too many were wrong before.
 *
 * Neither the answer nor its time tells whether the user id exists, whether it is disabled, or whether the user is known
 * at this address: an unknown user's password is compared with a hash that nothing fits. While an attempt has to wait,
 * a right password is answered like a wrong one.
 *
 * @returns the administrator, who is enabled and gave the right password
 * @throws CurfewError `wrong-credentials`; `too-many-attempts` with `retryAfterSeconds`
 */
export async function judgePassword(ports: AccessPorts, attempt: Attempt): Promise<Administrator> {
  const keys = await keysOf(ports, attempt)
  const judged = () =>
    underWay(ports.store, [keys.user, keys.address], ([sameUser = 0, sameAddress = 0]) =>
      judge(ports, attempt, keys, { user: sameUser, address: sameAddress }),
    )
  return inTurn(ports.store, keys.userAtAddress, judged, mostWaiting)
}

/** Of one user at one address. */
const mostWaiting = 100

type Keys = Readonly<Record<'userAtAddress' | 'user' | 'address' | 'familiar', string>>

async function judge(
  ports: AccessPorts,
  attempt: Attempt,
  keys: Keys,
  ahead: Readonly<Record<'user' | 'address', number>>,
): Promise<Administrator> {
  const { store, hasher } = ports
  const [counted, administrator, unfitting] = await Promise.all([
    store.attempts(Object.values(keys)),
    store.administratorByUserId(normalUserId(attempt.userId)),
    unfittingHash(hasher),
  ])
  const now = ports.clock()

  const pairMs = waitMs(rules.userAtAddress, counted.get(keys.userAtAddress), 0, now)
  if (pairMs > 0) throw tooManyAttempts(pairMs)

  const crowdMs = Math.max(
    waitMs(rules.user, counted.get(keys.user), ahead.user, now),
    waitMs(rules.address, counted.get(keys.address), ahead.address, now),
  )
  const mayPass = crowdMs === 0 || isFamiliar(counted.get(keys.familiar), now)
  const fits = await hasher.verify(
    administrator && mayPass ? administrator.passwordHash : unfitting,
    normalPassword(attempt.password),
  )
  if (administrator && !administrator.disabled && mayPass && fits) {
    await store.clearFailures([keys.userAtAddress])
    await store.recordFailure([keys.familiar], now)
    return administrator
  }

  // Under a crowd's wait only the pair is counted: else polling would keep everybody else waiting for ever.
  const concerned = crowdMs > 0 ? [keys.userAtAddress] : [keys.userAtAddress, keys.user, keys.address]
  await store.clearFailures(concerned.filter((key) => isStale(counted.get(key), now)))
  await store.recordFailure(concerned, now)
  await store.writeAudit([
    {
      id: ports.newId(),
      at: now,
      actor: null,
      act: 'password-refused',
      // What was typed as an unknown user id may be a password in the wrong field.
      target: administrator?.userId ?? '',
      detail: { clientAddress: attempt.clientAddress, waiting: crowdMs > 0 },
    },
  ])
  if (crowdMs > 0) throw tooManyAttempts(crowdMs)
  throw new CurfewError('wrong-credentials', 'The user ID or the password is wrong. Nothing was changed.')
}

/**
 * A hash that no password fits, made once per hasher with its own cost. Asked for before the first attempt, so that the
 * first unknown user does not take twice as long.
 */
export function unfittingHash(hasher: PasswordHasher): Promise<string> {
  const known = unfittingHashes.get(hasher)
  if (known) return known
  const made = hasher.hash(newToken())
  unfittingHashes.set(hasher, made)
  return made
}
const unfittingHashes = new WeakMap<PasswordHasher, Promise<string>>()

/** Forget failures that no longer count, and addresses from which nobody has logged on for long. */
export async function forgetOldAttempts(ports: Pick<AccessPorts, 'store' | 'clock'>): Promise<void> {
  await ports.store.forgetFailures(new Date(ports.clock().getTime() - familiarSeconds * 1_000))
}

function isFamiliar(logons: Attempts | undefined, now: Date): boolean {
  return logons !== undefined && now.getTime() - logons.lastFailureAt.getTime() < familiarSeconds * 1_000
}

function isStale(attempts: Attempts | undefined, now: Date): boolean {
  return attempts !== undefined && isForgotten(attempts, now)
}

function tooManyAttempts(ms: number): CurfewError {
  const retryAfterSeconds = Math.ceil(ms / 1_000)
  const detail = `Too many attempts failed. Nothing was changed; try again in ${retryAfterSeconds} s.`
  return new CurfewError('too-many-attempts', detail, { retryAfterSeconds })
}

/** Keyed, because what is typed as a user id is sometimes a password, and short words are soon guessed from a plain hash. */
async function keysOf(ports: AccessPorts, { userId, clientAddress }: Attempt): Promise<Keys> {
  const secret = await ports.store.installationSecret()
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const keyed = async (...parts: readonly string[]) => {
    const text = new TextEncoder().encode(JSON.stringify(['logon-attempts', ...parts]))
    return base64url(new Uint8Array(await crypto.subtle.sign('HMAC', key, text)))
  }
  const user = normalUserId(userId)
  const network = networkOf(clientAddress)
  const [userAtAddress, byUser, byAddress, familiar] = await Promise.all([
    keyed('user-at-address', user, network),
    keyed('user', user),
    keyed('address', network),
    keyed('familiar', user, network),
  ])
  return { userAtAddress, user: byUser, address: byAddress, familiar }
}
