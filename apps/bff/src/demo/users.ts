import { allListed, isListed, ownSource, type RegistryPorts, registerSessions } from '@curfew/registry'
import { type PlausibleSession, plausibleSessions } from '@curfew/registry/cast'
import { between, pause } from './pause.ts'

/** The part of everybody that comes, works and goes; of very many sessions the rest only grows old. */
const mostFollowed = 200_000
const batchSize = 1_000
const mostAtOnce = 50
const tickMs = 2_000
/** How long somebody is quiet between two acts, on average; the idle limit is 30 minutes. */
const quietMs = 8 * 60_000

export type Users = {
  /** Come, work and go at a calm rate until the signal; then reject with its reason. */
  live(signal: AbortSignal): Promise<void>
}

/**
 * Fill the registry up to so many open sessions, as a working day at this hour has them. To be called before anything ends
 * expired sessions: for a moment those that came in the morning look as if they had done nothing since.
 *
 * @returns when they are stored
 */
export async function simulateUsers(ports: RegistryPorts, count: number, random: () => number): Promise<Users> {
  const present: string[] = []
  const arrive = async (sessions: readonly PlausibleSession[]) => {
    await registerSessions(
      ports,
      sessions.map(({ lastActivityAt: _lastActivityAt, command: _command, ...session }) => session),
    )
    await ports.store.recordActivity(sessions.map(({ id, lastActivityAt }) => ({ sessionId: id, at: lastActivityAt })))
    for (const { id, command } of sessions) if (command !== null) await ports.store.setCommand(id, command)
    if (present.length < mostFollowed) present.push(...sessions.map(({ id }) => id))
  }
  const fill = async (missing: number) => {
    const batch: PlausibleSession[] = []
    for (const session of plausibleSessions({ count: missing, seed: seedOf(random), now: ports.clock() })) {
      batch.push(session)
      if (batch.length === batchSize) await arrive(batch.splice(0))
    }
    if (batch.length > 0) await arrive(batch)
  }
  const countOpen = () => ports.store.count({ scope: allListed, filters: [], now: ports.clock() })
  const missingNow = async () => {
    const missing = Math.min(mostAtOnce, Math.max(0, count - (await countOpen())))
    return Array.from({ length: missing }, () => comingNow(ports, random))
  }
  await fill(Math.max(0, count - (await countOpen())))

  return {
    async live(signal) {
      for (;;) {
        await pause(between(0.5, 1.5, random) * tickMs, signal)
        await work(ports, present, random)
        if (random() < 0.6) await leave(ports, takeAny(present, random))
        if (random() < 0.6) await arrive([comingNow(ports, random)])
        // Whoever was closed or went idle is followed by somebody else, a little later.
        if (random() < tickMs / 60_000) await arrive(await missingNow())
      }
    },
  }
}

/** Every tick some of them do something. Of those that have ended the store takes no notice. */
async function work(ports: RegistryPorts, present: readonly string[], random: () => number) {
  const active = Math.min(batchSize, Math.ceil((present.length * tickMs) / quietMs))
  const at = ports.clock()
  const busy = Array.from({ length: active }, () => anyOf(present, random)).filter((id) => id !== undefined)
  const ids = Array.from(new Set(busy))
  await ports.store.recordActivity(ids.map((sessionId) => ({ sessionId, at })))
  if (ids.length > 0) await announceListed(ports, ids.slice(0, 20))
}

/** Somebody logs off at the source. */
async function leave(ports: RegistryPorts, sessionId: string | undefined) {
  if (sessionId === undefined) return
  const session = await ports.store.sessionById(sessionId)
  if (session === undefined || session.endedAt !== null || session.sourceId === ownSource.id) return
  const ending = { ending: 'source', at: ports.clock(), closureId: null, audit: [] } as const
  await ports.store.endSessions({ ...ending, sessions: [{ sessionId, status: 'closed', deliveries: [] }] })
  if (isListed(session)) ports.changes.announce({ ended: [{ id: sessionId, ending: 'source' }] })
}

async function announceListed(ports: RegistryPorts, ids: readonly string[]) {
  const sessions = await ports.store.sessionsByIds(ids)
  ports.changes.announce({
    changed: sessions.filter((one) => isListed(one) && one.endedAt === null).map(({ id }) => id),
  })
}

function comingNow(ports: RegistryPorts, random: () => number): PlausibleSession {
  const now = ports.clock()
  const [someone] = plausibleSessions({ count: 1, seed: seedOf(random), now })
  if (someone === undefined) throw new Error('The cast has nobody left.')
  return { ...someone, id: ports.newId(), handle: ports.newId(), loggedOnAt: now, lastActivityAt: now, command: null }
}

function takeAny(from: string[], random: () => number): string | undefined {
  const place = Math.floor(random() * from.length)
  const [taken] = from.splice(place, 1)
  return taken
}
const anyOf = (from: readonly string[], random: () => number) => from[Math.floor(random() * from.length)]
const seedOf = (random: () => number) => 1 + Math.floor(random() * 1e9)
