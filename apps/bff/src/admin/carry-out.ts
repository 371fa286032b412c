import {
  type AccessActor,
  type AccessPorts,
  type Administrator,
  changeAdministrator,
  createAdministrator,
  listAdministrators,
  resetPassword,
} from '@curfew/access'
import { CurfewError } from '@curfew/contract'
import { endSessionsOfUser, type GuardFeeds, type RegistryPorts } from '@curfew/registry'
import { carryOutHold } from './carry-out-hold.ts'
import { carryOutPeer } from './carry-out-peer.ts'
import { carryOutSource } from './carry-out-source.ts'
import type { Order, OrderAnswer } from './order.ts'
import { table } from './table.ts'

/** Who an operator at the shell is in the audit: nobody who is logged on. */
const shell: AccessActor = { userId: 'operator-command', firstName: '', lastName: '', sessionId: null }

type Ports = AccessPorts & RegistryPorts & { readonly feeds: GuardFeeds }

/** Do what an operator asked for. A refusal is an answer; only a fault is thrown. */
export async function carryOut(ports: Ports, order: Order): Promise<OrderAnswer> {
  try {
    return { done: true, lines: await act(ports, order) }
  } catch (error) {
    if (error instanceof CurfewError) return { done: false, lines: [error.message] }
    throw error
  }
}

async function act(ports: Ports, order: Order): Promise<string[]> {
  switch (order.act) {
    case 'list':
      return listed(await listAdministrators(ports))
    case 'create': {
      const { act: _, ...wanted } = order
      const { administrator, temporaryPassword } = await createAdministrator(ports, wanted, shell)
      return [`Created ${administrator.userId} (${administrator.role}).`, ...shownOnce(temporaryPassword)]
    }
    case 'disable': {
      const { id, userId } = await byUserId(ports, order.userId)
      await changeAdministrator(ports, id, { disabled: true }, shell)
      const ended = await endSessionsOfUser(ports, userId, 'account-disabled', shell)
      return [`Disabled ${userId}. ${endedSentence(ended)}`]
    }
    case 'enable': {
      const { id, userId } = await byUserId(ports, order.userId)
      await changeAdministrator(ports, id, { disabled: false }, shell)
      return [`Enabled ${userId}.`]
    }
    case 'reset-password': {
      const { id, userId } = await byUserId(ports, order.userId)
      const { temporaryPassword } = await resetPassword(ports, id, shell)
      const ended = await endSessionsOfUser(ports, userId, 'password-changed', shell)
      return [`Reset the password of ${userId}. ${endedSentence(ended)}`, ...shownOnce(temporaryPassword)]
    }
    case 'set-role': {
      const { id, userId } = await byUserId(ports, order.userId)
      await changeAdministrator(ports, id, { role: order.role }, shell)
      return [`${userId} is ${order.role} from the next request on.`]
    }
    case 'list-holds':
    case 'lift-hold':
      return carryOutHold(ports, order, shell)
    case 'list-webhooks':
    case 'disable-webhook':
    case 'enable-webhook':
    case 'list-signals':
    case 'distrust-transmitter':
    case 'trust-transmitter':
      return carryOutPeer(ports, order, shell)
    default:
      return carryOutSource(ports, order, shell)
  }
}

async function byUserId(ports: AccessPorts, userId: string): Promise<Administrator> {
  const administrator = await ports.store.administratorByUserId(userId.normalize('NFC'))
  if (administrator !== undefined) return administrator
  throw new CurfewError(
    'not-found',
    `There is no administrator "${userId}". User IDs are case sensitive. Nothing was changed.`,
  )
}

const shownOnce = (temporaryPassword: string) => [
  `Temporary password: ${temporaryPassword}`,
  'It is shown only now, and must be changed at the first logon.',
]

const endedSentence = (count: number) => (count === 1 ? '1 session was ended.' : `${count} sessions were ended.`)

function listed(administrators: readonly Administrator[]): string[] {
  if (administrators.length === 0)
    return ['There is no administrator yet. Start Curfew and open the setup link that it prints.']
  const rows = administrators.map(({ userId, role, firstName, lastName, disabled, lastLogonAt }) => [
    userId,
    role,
    `${firstName} ${lastName}`.trim(),
    disabled ? 'disabled' : 'enabled',
    lastLogonAt?.toISOString() ?? 'never logged on',
  ])
  return table(['USER ID', 'ROLE', 'NAME', 'STATE', 'LAST LOGON'], rows)
}
