import { allListed, endOwnSession, type RegistryPorts, registerSessions, type Session } from '@curfew/registry'
import { plausibleSessions } from '@curfew/registry/cast'
import { closeAsTheOther } from './administrators.ts'
import { sendInterims } from './pretended-accounting.ts'
import type { Weather } from './scenarios.ts'

type Sky = { readonly ports: RegistryPorts; readonly chance: () => number; readonly mySessionId: string | undefined }

/** One moment of what goes on by itself. The same moments in the same order for the same chance. */
export async function passMoment(weather: Weather, sky: Sky): Promise<void> {
  if (weather !== 'still') await sendInterims(sky.ports.store, sky.ports.clock())
  if (weather === 'calm') await passCalmMoment(sky)
  if (weather === 'storm') await passStormyMoment(sky)
}

/** Somebody does something, now and then somebody comes, and now and then somebody goes. */
async function passCalmMoment(sky: Sky): Promise<void> {
  const { ports, chance } = sky
  for (const session of await some(sky, 3)) ports.noteActivity(session.id, ports.clock())
  if (chance() < 0.5) await arrive(sky, 1)
  if (chance() < 0.3) for (const session of await some(sky, 1)) await endOwnSession(ports, session)
}

/** A dozen come, and about as many are closed. */
async function passStormyMoment(sky: Sky): Promise<void> {
  const { ports, chance } = sky
  await arrive(sky, 12)
  const closed = await some(sky, 4 + Math.floor(chance() * 16))
  const sessionIds = closed.map(({ id }) => id)
  if (sessionIds.length > 0)
    await closeAsTheOther(ports, sessionIds, { reason: 'Incident 4711: stolen laptops', messageToUser: null })
}

/** Sessions from anywhere in the grid; never the one that one looks with. */
async function some({ ports, chance, mySessionId }: Sky, count: number): Promise<readonly Session[]> {
  const sort = [{ field: 'lastActivityAt', descending: chance() < 0.5 }] as const
  const search = { scope: allListed, filters: [], now: ports.clock() }
  const { items } = await ports.store.page({ ...search, sort, limit: 200, cursor: null })
  const others = items.filter(({ id, status }) => id !== mySessionId && status !== 'closing')
  // Mostly from where one looks.
  const first = Math.floor(chance() ** 3 * Math.max(1, others.length - count))
  return others.slice(first, first + count)
}

async function arrive({ ports, chance }: Sky, count: number): Promise<void> {
  const now = ports.clock()
  const seed = 2 + Math.floor(chance() * 1e6)
  const arrivals = Array.from(plausibleSessions({ count, seed, now }), (plausible) => {
    const { lastActivityAt: _lastActivityAt, command: _command, ...session } = plausible
    return { ...session, id: ports.newId(), loggedOnAt: now }
  })
  await registerSessions(ports, arrivals)
}
