import type { AccessAudit, Administrator } from '@curfew/access'
import type { Role } from '@curfew/contract'
import { type Actor, allListed, createPlan, executePlan, type NewId, type RegistryPorts } from '@curfew/registry'
import { lightHasher } from './light-hasher.ts'

/** Everybody's password; it protects nothing. */
export const mockPassword = 'mock-mock-mock'

const people = [
  { userId: 'ada', firstName: 'Ada', lastName: 'Lovelace', role: 'super-admin' },
  { userId: 'grace', firstName: 'Grace', lastName: 'Hopper', role: 'super-admin' },
  { userId: 'olga', firstName: 'Ольга', lastName: 'Лысенко', role: 'operator' },
  { userId: 'aude', firstName: 'Aude', lastName: 'Lefèvre', role: 'auditor' },
] as const satisfies readonly { userId: string; firstName: string; lastName: string; role: Role }[]

/** Whom one is logged on as, to have that role. */
export function administratorWith(role: Role): string {
  return people.find((one) => one.role === role)?.userId ?? people[0].userId
}

/** The administrators of every scenario, as they are stored. */
export async function mockAdministrators(newId: NewId, at: Date): Promise<[Administrator, AccessAudit][]> {
  const passwordHash = await lightHasher.hash(mockPassword)
  return people.map((person) => [
    {
      ...person,
      id: newId(),
      disabled: false,
      passwordHash,
      mustChangePassword: false,
      createdAt: at,
      lastLogonAt: null,
    },
    {
      id: newId(),
      at,
      actor: null,
      act: 'administrator-created',
      target: person.userId,
      detail: { role: person.role },
    },
  ])
}

/** The other administrator, who closes what the scenario says. */
const other: Actor = { userId: 'grace', firstName: 'Grace', lastName: 'Hopper', sessionId: null }

/** Plan and close as the other administrator would. */
export async function closeAsTheOther(
  ports: RegistryPorts,
  sessionIds: readonly string[],
  words: { readonly reason: string; readonly messageToUser: string | null },
): Promise<void> {
  const { plan } = await createPlan(ports, { sessionIds }, other, allListed)
  await executePlan(ports, { planId: plan.id, ...words }, other, new AbortController().signal)
}
