import type { Farewell } from '@curfew/contract'
import type { Closure } from './closing.ts'
import type { RegistryPorts } from './ports.ts'
import { ownSource, type Session } from './session.ts'

/**
 * How the user of an ended session is told of it.
 *
 * @param closure the one that ended it; undefined when it ended without
 */
export function farewellOf(session: Session, closure: Closure | undefined): Farewell {
  return {
    ending: session.ending ?? 'closure',
    at: (session.endedAt ?? closure?.orderedAt ?? session.lastActivityAt).toISOString(),
    byYourself: isByOneself(session, closure),
    ...reasonOf(closure),
    ...limitOf(session),
  }
}

/** Where there are only texts by language, the first of them is for everyone: who reads none of them reads that. */
function reasonOf(closure: Closure | undefined): Pick<Farewell, 'messageToUser' | 'messagesToUser' | 'reasonKind'> {
  if (!closure) return { messageToUser: null }
  const { messageToUser, messagesToUser, reasonKind } = closure
  const [first = null] = Object.values(messagesToUser)
  return { messageToUser: messageToUser ?? first, ...(first === null ? {} : { messagesToUser }), reasonKind }
}

function limitOf({ ending, idleLimitSeconds, absoluteLimitSeconds }: Session): Pick<Farewell, 'limitSeconds'> {
  if (ending === 'idle-limit') return { limitSeconds: idleLimitSeconds }
  return ending === 'absolute-limit' ? { limitSeconds: absoluteLimitSeconds } : {}
}

/** The same user id at another source may be another person: only of Curfew's own sessions is it sure. */
function isByOneself(session: Session, closure: Closure | undefined): boolean {
  if (!closure) return session.ending === 'logoff'
  return session.sourceId === ownSource.id && session.userId === closure.closedBy?.userId
}

/** The same, for a session whose closure still has to be read. */
export async function readFarewell(ports: Pick<RegistryPorts, 'store'>, session: Session): Promise<Farewell> {
  const closure = session.closureId === null ? undefined : await ports.store.closureById(session.closureId)
  return farewellOf(session, closure)
}
