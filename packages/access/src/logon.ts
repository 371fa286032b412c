import { CurfewError } from '@curfew/contract'
import { type Attempt, forgetOldAttempts, judgePassword } from './attempt.ts'
import { auditOf } from './audit.ts'
import { normalPassword, requireStrongPassword } from './password.ts'
import type { AccessPorts, Administrator } from './ports.ts'
import { inTurn } from './turns.ts'

/** `change-password`: the password was temporary, so the logon is only begun. */
export type LogonOutcome = {
  readonly next: 'done' | 'change-password'
  readonly administrator: Administrator
}

/**
 * Let an administrator on, or begin to.
 *
 * @param admit whether there is another reason to keep this administrator out; asked only once the password is right, so that
 *   its answer tells nothing to anybody else. What it throws is thrown, and nobody is logged on
 * @throws CurfewError `wrong-credentials`; `too-many-attempts` with `retryAfterSeconds`. They tell nothing about whether
 *   the user id exists, is disabled, or would be let on.
 */
export async function logOn(
  ports: AccessPorts,
  attempt: Attempt,
  admit: (administrator: Administrator) => Promise<void> = async () => {},
): Promise<LogonOutcome> {
  const administrator = await judgePassword(ports, attempt)
  await admit(administrator)
  if (administrator.mustChangePassword) return { next: 'change-password', administrator }
  return { next: 'done', administrator: await noteLogon(ports, administrator, attempt.clientAddress) }
}

/**
 * Replace a temporary password by one that only its user knows; that finishes a begun logon.
 *
 * @returns null when there is nothing to finish: the administrator is gone or disabled, or has chosen a password meanwhile
 * @throws CurfewError `password-too-weak`
 */
export async function replaceTemporaryPassword(
  ports: AccessPorts,
  given: {
    readonly userId: string
    readonly newPassword: string
    readonly clientAddress: string
    readonly sessionId: string
  },
): Promise<Administrator | null> {
  return inTurn(ports.store, `password ${given.userId}`, async () => {
    const administrator = await ports.store.administratorByUserId(given.userId)
    if (!administrator || administrator.disabled || !administrator.mustChangePassword) return null
    const changed = await savePassword(ports, administrator, given.newPassword, given.sessionId)
    return changed && noteLogon(ports, changed, given.clientAddress)
  })
}

/**
 * Change one's own password. The caller ends the user's other sessions and renews the credential of this one.
 *
 * @throws CurfewError `wrong-credentials` or `too-many-attempts` for the current one; `password-too-weak` for the new one
 */
export async function changeOwnPassword(
  ports: AccessPorts,
  given: {
    readonly userId: string
    readonly currentPassword: string
    readonly newPassword: string
    readonly clientAddress: string
    readonly sessionId: string
  },
): Promise<Administrator> {
  const { userId, currentPassword, newPassword, clientAddress, sessionId } = given
  const administrator = await judgePassword(ports, { userId, password: currentPassword, clientAddress })
  const changed = await savePassword(ports, administrator, newPassword, sessionId)
  if (!changed)
    throw new CurfewError('wrong-credentials', 'There is no such administrator any more. Nothing was changed.')
  return changed
}

/**
 * Make sure that it is still the administrator who sits there, before something that cannot be taken back.
 *
 * @throws CurfewError `wrong-credentials`; `too-many-attempts`, counted together with logons
 */
export async function confirmPassword(ports: AccessPorts, attempt: Attempt): Promise<void> {
  await judgePassword(ports, attempt)
}

async function savePassword(
  ports: AccessPorts,
  administrator: Administrator,
  newPassword: string,
  sessionId: string,
): Promise<Administrator | null> {
  requireStrongPassword(newPassword, administrator.userId)
  const password = normalPassword(newPassword)
  if (await ports.hasher.verify(administrator.passwordHash, password)) {
    const detail = 'That is the password that has to go. Choose another one; nothing was changed.'
    throw new CurfewError('password-too-weak', detail)
  }
  const changes = { passwordHash: await ports.hasher.hash(password), mustChangePassword: false }
  const { userId, firstName, lastName } = administrator
  const audit = auditOf(ports, { userId, firstName, lastName, sessionId }, 'password-changed', userId, {})
  const outcome = await ports.store.changeAdministrator(administrator.id, changes, audit)
  return outcome === 'changed' ? { ...administrator, ...changes } : null
}

async function noteLogon(
  ports: AccessPorts,
  administrator: Administrator,
  clientAddress: string,
): Promise<Administrator> {
  const now = ports.clock()
  const { id, userId, firstName, lastName } = administrator
  await ports.store.recordLogon(id, now)
  const actor = { userId, firstName, lastName, sessionId: null }
  await ports.store.writeAudit([auditOf(ports, actor, 'administrator-logged-on', userId, { clientAddress })])
  await forgetOldAttempts(ports)
  return { ...administrator, lastLogonAt: now }
}
