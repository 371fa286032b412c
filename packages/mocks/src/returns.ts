import { allListed, createHold, liftHold, type RegistryPorts, registerSessions, type Session } from '@curfew/registry'
import { anActor } from '@curfew/registry/cast'
import { closeAsTheOther } from './administrators.ts'

const minuteMs = 60_000
const afterMs = [4_000, 11_000, 75_000]

/**
 * Somebody who was closed is back after four seconds, two others a little later; and there are holds of every kind, one of
 * them lifted already.
 */
export async function furnishReturns(ports: RegistryPorts): Promise<void> {
  const now = ports.clock().getTime()
  const before = (ms: number): RegistryPorts => ({ ...ports, clock: () => new Date(now - ms) })
  const closedMs = 3 * minuteMs
  const { items } = await ports.store.page({
    scope: allListed,
    filters: [{ field: 'kind', operator: 'equals', value: 'self-service-console' }],
    now: new Date(now - closedMs),
    sort: [{ field: 'userId', descending: false }],
    limit: 6,
    cursor: null,
  })
  const closed = items.filter((one, at) => items.findIndex(({ userId }) => userId === one.userId) === at)
  await closeAsTheOther(
    before(closedMs),
    closed.map(({ id }) => id),
    { reason: 'Incident 4711: stolen laptops', messageToUser: null },
  )
  for (const [at, ms] of afterMs.entries()) {
    const session = closed[at]
    if (session)
      await registerSessions(before(closedMs - ms), [again(session, ports.newId(), new Date(now - closedMs + ms))])
  }

  const why = {
    reason: 'Incident 4711: stolen laptops',
    messageToUser: 'Please call the service desk, extension 4711.',
  }
  const held = closed[4] ?? closed[0]
  if (held)
    await createHold(
      before(4 * minuteMs),
      { ...why, subject: { kind: 'user', userId: held.userId }, seconds: 900 },
      anActor(),
    )
  const attack = { kind: 'address', address: '203.0.113.0/24' } as const
  const attacked = { subject: attack, seconds: 7_200, reason: 'Passwords are tried from there', messageToUser: null }
  await createHold(before(9 * minuteMs), attacked, anActor({ userId: 'grace', firstName: 'Grace', lastName: 'Hopper' }))
  const atCurfew = { kind: 'user-at-source', userId: 'olga', sourceId: 'curfew', source: 'curfew' } as const
  const earlier = { subject: atCurfew, seconds: 86_400, reason: '', messageToUser: null }
  const mistaken = await createHold(before(90 * minuteMs), earlier, anActor())
  await liftHold(before(60 * minuteMs), mistaken.id, anActor())
}

function again(session: Session, id: string, loggedOnAt: Date) {
  const { lastActivityAt: _at, command: _command, endedAt: _endedAt, ending: _ending, ...rest } = session
  const { closureId: _closureId, cameBack: _cameBack, ...known } = rest
  return { ...known, id, handle: id, loggedOnAt, status: 'active', credentialHash: null } as const
}
