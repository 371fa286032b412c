import { CurfewError, type SetupRequest, setupRequest } from '@curfew/contract'
import { insert, newAdministrator } from './administrators.ts'
import { unfittingHash } from './attempt.ts'
import { auditOf } from './audit.ts'
import { requireStrongPassword } from './password.ts'
import type { AccessPorts, Administrator } from './ports.ts'
import { hashToken, newToken } from './token.ts'
import { inTurn } from './turns.ts'

/** What a start has found, or made. The setup token is nowhere but here: print it, keep it not. */
export type FirstAdministrator =
  | { readonly outcome: 'already' }
  | { readonly outcome: 'created'; readonly administrator: Administrator }
  | { readonly outcome: 'setup-needed'; readonly setupToken: string }

/**
 * See to it that somebody can administer: called at every start, before the first request.
 *
 * With a user id and a password the first super admin is created. Without, a one-time setup token is made and its hash
 * stored; a token that an earlier start printed is void from then on. With administrators at hand nothing is done.
 *
 * @throws CurfewError `invalid-request`: only one of the two was given, or no possible user id; `password-too-weak`
 */
export async function ensureFirstAdministrator(
  ports: AccessPorts,
  given: { readonly userId?: string | undefined; readonly password?: string | undefined },
): Promise<FirstAdministrator> {
  await unfittingHash(ports.hasher)
  if (await isAnyThere(ports)) return { outcome: 'already' }
  const { userId, password } = given
  if (userId !== undefined && password !== undefined) {
    const wanted = setupRequest.safeParse({ token: '', userId, password, firstName: '', lastName: '' })
    if (!wanted.success)
      throw new CurfewError(
        'invalid-request',
        'The user ID of the first administrator must be 1 to 128 characters long, without blanks around it and control characters in it.',
      )
    return { outcome: 'created', administrator: await createFirst(ports, wanted.data) }
  }
  if (userId !== undefined || password !== undefined)
    throw new CurfewError('invalid-request', 'Give both the user ID and the password of the first administrator.')

  const setupToken = newToken()
  await ports.store.saveSetupTokenHash(await hashToken(setupToken))
  return { outcome: 'setup-needed', setupToken }
}

/** Whether the first super admin is still to be created, with the link that was printed at the start. */
export async function isSetupNeeded(ports: AccessPorts): Promise<boolean> {
  return (await ports.store.setupTokenHash()) !== null && !(await isAnyThere(ports))
}

/**
 * Create the first super admin with the one-time setup token.
 *
 * The token has 256 random bits and is not to be guessed; no attempt is slowed down, and none costs a password hash.
 *
 * @throws CurfewError `setup-finished`: there are administrators; `wrong-credentials`: it is not the token of this
 *   start; `password-too-weak`. The token stays good until an administrator is created.
 */
export async function setUp(ports: AccessPorts, wanted: SetupRequest): Promise<Administrator> {
  return inTurn(ports.store, 'setup', async () => {
    const tokenHash = await ports.store.setupTokenHash()
    if (tokenHash === null || (await isAnyThere(ports)))
      throw new CurfewError('setup-finished', 'Setup is finished: there is an administrator. Log on instead.')
    if ((await hashToken(wanted.token)) !== tokenHash) {
      const detail = 'The setup link is not the one that the last start has printed. Nothing was changed.'
      throw new CurfewError('wrong-credentials', detail)
    }
    return createFirst(ports, wanted)
  })
}

async function createFirst(ports: AccessPorts, wanted: Omit<SetupRequest, 'token'>): Promise<Administrator> {
  const { userId, password, firstName, lastName } = wanted
  requireStrongPassword(password, userId)
  const administrator = await newAdministrator(ports, { userId, firstName, lastName, role: 'super-admin', password })
  const audit = auditOf(ports, null, 'administrator-created', administrator.userId, {
    role: 'super-admin',
    first: true,
  })
  await insert(ports, administrator, audit)
  // Left behind by a crash, the hash opens nothing: with an administrator at hand setup is finished.
  await ports.store.saveSetupTokenHash(null)
  return administrator
}

async function isAnyThere(ports: AccessPorts): Promise<boolean> {
  return (await ports.store.administrators()).length > 0
}
