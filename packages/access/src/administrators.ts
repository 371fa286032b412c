import { type AdministratorChange, CurfewError, type NewAdministratorRequest } from '@curfew/contract'
import { type Actor, auditOf } from './audit.ts'
import { newTemporaryPassword, normalPassword } from './password.ts'
import type { AccessPorts, Administrator } from './ports.ts'
import { normalUserId } from './user-id.ts'

/** A password that is shown once, and must be changed at the next logon. */
export type WithTemporaryPassword = { readonly administrator: Administrator; readonly temporaryPassword: string }

/** All administrators, by user id. */
export function listAdministrators(ports: AccessPorts): Promise<readonly Administrator[]> {
  return ports.store.administrators()
}

/** @throws CurfewError `user-id-taken` */
export async function createAdministrator(
  ports: AccessPorts,
  wanted: NewAdministratorRequest,
  actor: Actor,
): Promise<WithTemporaryPassword> {
  const temporaryPassword = newTemporaryPassword()
  const administrator: Administrator = {
    ...(await newAdministrator(ports, { ...wanted, password: temporaryPassword })),
    mustChangePassword: true,
  }
  const audit = auditOf(ports, actor, 'administrator-created', administrator.userId, { role: administrator.role })
  await insert(ports, administrator, audit)
  return { administrator, temporaryPassword }
}

/**
 * Enable, disable, rename an administrator, or change the role. The caller ends the sessions of one who was disabled; a
 * new role counts from the next request on.
 *
 * @throws CurfewError `not-found`; `last-super-admin`: no enabled super admin would remain. Nothing was changed.
 */
export async function changeAdministrator(
  ports: AccessPorts,
  id: string,
  wanted: AdministratorChange,
  actor: Actor,
): Promise<Administrator> {
  const administrator = await existing(ports, id)
  const changes = {
    ...(wanted.disabled === undefined ? {} : { disabled: wanted.disabled }),
    ...(wanted.role === undefined ? {} : { role: wanted.role }),
    ...(wanted.firstName === undefined ? {} : { firstName: wanted.firstName }),
    ...(wanted.lastName === undefined ? {} : { lastName: wanted.lastName }),
  }
  await change(ports, administrator, changes, 'administrator-changed', changes, actor)
  return { ...administrator, ...changes }
}

/**
 * Give a temporary password in place of a forgotten one. The caller ends the user's sessions.
 *
 * @throws CurfewError `not-found`
 */
export async function resetPassword(ports: AccessPorts, id: string, actor: Actor): Promise<WithTemporaryPassword> {
  const administrator = await existing(ports, id)
  const temporaryPassword = newTemporaryPassword()
  const changes = { passwordHash: await ports.hasher.hash(normalPassword(temporaryPassword)), mustChangePassword: true }
  await change(ports, administrator, changes, 'password-reset', {}, actor)
  return { administrator: { ...administrator, ...changes }, temporaryPassword }
}

/** An administrator who is not stored yet; the password is taken as it is. */
export async function newAdministrator(
  ports: AccessPorts,
  wanted: NewAdministratorRequest & { readonly password: string },
): Promise<Administrator> {
  return {
    id: ports.newId(),
    userId: normalUserId(wanted.userId),
    firstName: wanted.firstName.trim().toWellFormed(),
    lastName: wanted.lastName.trim().toWellFormed(),
    role: wanted.role,
    disabled: false,
    passwordHash: await ports.hasher.hash(normalPassword(wanted.password)),
    mustChangePassword: false,
    createdAt: ports.clock(),
    lastLogonAt: null,
  }
}

/** @throws CurfewError `user-id-taken`; nothing was changed */
export async function insert(
  ports: AccessPorts,
  administrator: Administrator,
  audit: ReturnType<typeof auditOf>,
): Promise<void> {
  const outcome = await ports.store.createAdministrator(administrator, audit)
  if (outcome === 'created') return
  const detail = `An administrator with the user ID "${administrator.userId}" exists. Nothing was changed; choose another.`
  throw new CurfewError('user-id-taken', detail)
}

async function change(
  ports: AccessPorts,
  administrator: Administrator,
  changes: Parameters<AccessPorts['store']['changeAdministrator']>[1],
  act: string,
  detail: Parameters<typeof auditOf>[4],
  actor: Actor,
): Promise<void> {
  const audit = auditOf(ports, actor, act, administrator.userId, detail)
  const outcome = await ports.store.changeAdministrator(administrator.id, changes, audit)
  if (outcome === 'not-found') throw notFound()
  if (outcome === 'last-super-admin') {
    const detail = 'This is the last super admin who can log on. Nothing was changed; make another super admin first.'
    throw new CurfewError('last-super-admin', detail)
  }
}

async function existing(ports: AccessPorts, id: string): Promise<Administrator> {
  const administrator = await ports.store.administratorById(id)
  if (!administrator) throw notFound()
  return administrator
}

function notFound(): CurfewError {
  return new CurfewError('not-found', 'There is no such administrator. Nothing was changed.')
}
