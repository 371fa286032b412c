import { defaultLimits } from '../limits.ts'
import type { Command, NewSession, Session } from '../session.ts'
import { chanceFrom, idAt, pick, weighted } from './chance.ts'
import { type Person, personAt } from './people.ts'
import { type Place, sharedPlaces } from './places.ts'

/** A session as it is registered, and what has happened to it since. */
export type PlausibleSession = NewSession & Pick<Session, 'lastActivityAt' | 'command'>

export type PlausibleOptions = { readonly count: number; readonly seed?: number; readonly now: Date }

/** How many of those who are here at three in the afternoon came in each half hour before, the latest first. */
const arrivals = [4, 4, 5, 6, 7, 5, 4, 6, 8, 10, 13, 15, 16, 9, 4, 2]

const minute = 60_000
const halfHour = 30 * minute
const sessionsPerPerson = 2.2
const commandsInFlight = 0.01

/**
 * So many sessions as a working day has them, as of `now`: all within their limits, a few people with very many, every kind,
 * some that are not listed. The same for the same seed; made as they are asked for, so a million cost no memory.
 */
export function* plausibleSessions({ count, seed = 1, now }: PlausibleOptions): Generator<PlausibleSession> {
  const chance = chanceFrom(seed)
  const pickPlace = weighted(sharedPlaces, ({ share }) => share)
  const pickHalfHour = weighted(Array.from(arrivals.keys()), (index) => arrivals[index] ?? 0)
  const people = Math.ceil(count / sessionsPerPerson)
  for (let number = 0; number < count; number += 1) {
    const place = pickPlace(chance)
    // A power of an even chance: the first of the cast come up again and again, most only once or twice.
    const person = personAt(Math.floor(people * chance() ** 1.7) + (seed % 1_000) * 20)
    const ageMs = place.isBegunOnly ? chance() * 7 * minute : (pickHalfHour(chance) + chance()) * halfHour * 0.99
    yield sessionOf(
      place,
      person,
      { loggedOnAt: new Date(now.getTime() - Math.floor(ageMs)), now },
      { seed, number },
      chance,
    )
  }
}

type Times = { readonly loggedOnAt: Date; readonly now: Date }

function sessionOf(
  place: Place,
  person: Person,
  { loggedOnAt, now }: Times,
  { seed, number }: { seed: number; number: number },
  chance: () => number,
): PlausibleSession {
  const { kind, sourceId, source, via, isBegunOnly, superAdminCredentials } = place
  const status = isBegunOnly ? 'abandoned-in-progress' : 'active'
  const limits = defaultLimits(status)
  const command = commandOf(place, now, loggedOnAt, chance)
  return {
    ...person,
    ...limits,
    userId: isConsole(kind) ? `admin.${person.userId}` : person.userId,
    id: idAt(loggedOnAt, chance),
    kind,
    sourceId,
    source,
    via,
    superAdminCredentials,
    status,
    loggedOnAt,
    handle: `${seed.toString(36)}-${number.toString(36)}`,
    clientAddress: addressIn(place.network, chance),
    userAgent: pick(place.userAgents, chance),
    credentialHash: null,
    command,
    lastActivityAt: command ? now : activityOf(loggedOnAt, now, limits.idleLimitSeconds, chance),
  }
}

function isConsole(kind: Place['kind']): boolean {
  return kind === 'security-console' || kind === 'operations-console' || kind === 'token-management-snap-in'
}

/** Most did something a moment ago; some have been away for almost as long as they may. */
function activityOf(loggedOnAt: Date, now: Date, idleLimitSeconds: number, chance: () => number): Date {
  const longestMs = Math.min(now.getTime() - loggedOnAt.getTime(), idleLimitSeconds * 1000 * 0.95)
  return new Date(now.getTime() - Math.floor(longestMs * chance() ** 3))
}

function commandOf({ commands }: Place, now: Date, loggedOnAt: Date, chance: () => number): Command | null {
  if (commands.length === 0 || chance() >= commandsInFlight) return null
  const runsForMs = Math.min(now.getTime() - loggedOnAt.getTime(), 2_000 + chance() * 5 * minute)
  return { name: pick(commands, chance), startedAt: new Date(now.getTime() - Math.floor(runsForMs)) }
}

function addressIn(network: string, chance: () => number): string {
  const part = (below: number) => Math.floor(chance() * below)
  if (network.includes(':')) return `${network}:${part(0x1000).toString(16)}::${part(0xffff).toString(16)}`
  return `${network}.${part(32)}.${1 + part(254)}`
}
