import type { HandleResults, RegisterResults, SourceSession } from '@curfew/contract'
import { type BeginningPorts, registerSessions } from './begin.ts'
import { type EndingPorts, endSessions } from './end.ts'
import { type Hold, holdOn, refusalInWords } from './hold.ts'
import { asOf, expiryEnding, expiryEndings, hasExpired, isOpen } from './limits.ts'
import { isListed } from './listed.ts'
import type { RegistryPorts } from './ports.ts'
import type { FinishedLogon, NewSession, Session } from './session.ts'
import type { Source } from './source.ts'
import { judgeRegistration, keptHandle, limitsOf, notAfter } from './source-rules.ts'

type Registered = RegisterResults['results'][number]
type Handled = HandleResults['results'][number]

/** What a source says of a session of its own: it is in use, and what runs in it. */
export type Touch = {
  readonly handle: string
  readonly at?: string | undefined
  readonly command?: string | null | undefined
}

/**
 * Register a source's sessions, each judged for itself. A handle that is open already is left as it is, one whose logon was
 * begun is finished by registering it as active, and one whose session has ended begins a new one.
 *
 * @param asked at most 1,000
 * @returns results in the order given
 * @throws CurfewError `store-unavailable`: what was written is written; repeating is safe
 */
export async function registerForSource(
  ports: BeginningPorts,
  source: Source,
  asked: readonly SourceSession[],
): Promise<readonly Registered[]> {
  const results = new Map<number, Registered>()
  // A handle that comes twice is judged again after what its first coming has changed.
  for (const round of roundsOf(asked)) {
    const outcomes = await registerRound(
      ports,
      source,
      round.map(({ item }) => item),
    )
    for (const [at, { index, item }] of round.entries())
      results.set(index, { handle: item.handle, ...(outcomes[at] ?? rejected('It was passed over.')) })
  }
  return asked.flatMap((_, index) => results.get(index) ?? [])
}

/**
 * Note that sessions are in use. One that has ended, or is beyond its limits, stays so.
 *
 * @returns outcomes in the order given; what is not the source's is `unknown`
 */
export async function touchForSource(
  ports: Pick<RegistryPorts, 'store' | 'changes' | 'clock'>,
  source: Source,
  touches: readonly Touch[],
): Promise<readonly Handled[]> {
  const now = ports.clock()
  const found = await findByHandle(ports, source, touches)
  const active = touches.flatMap((touch) => {
    const session = found.get(keptHandle(touch.handle))
    return session && isOpen(asOf(session, now)) ? [{ touch, session }] : []
  })
  const activity = active.map(({ touch, session }) => ({ sessionId: session.id, at: notAfter(touch.at, now) }))
  if (activity.length > 0) await ports.store.recordActivity(activity)
  await noteCommands(ports, active, now)
  return touches.map(({ handle }) => {
    const session = found.get(keptHandle(handle))
    return { handle, outcome: !session ? 'unknown' : isOpen(asOf(session, now)) ? 'touched' : 'already-ended' }
  })
}

/**
 * End sessions at their source's own word: its users logged off. Its other guards hear of it.
 *
 * @returns outcomes in the order given; what is not the source's is `unknown`
 */
export async function endForSource(
  ports: EndingPorts,
  source: Source,
  handles: readonly string[],
): Promise<readonly Handled[]> {
  const at = ports.clock()
  const found = await findByHandle(
    ports,
    source,
    handles.map((handle) => ({ handle })),
  )
  const open = Array.from(found.values()).filter((session) => isOpen(asOf(session, at)))
  const ended = open.length > 0 ? await endSessions(ports, { sessions: open, ending: 'source', at }) : []
  const fresh = new Set(ended.map(({ handle }) => handle))
  return handles.map((handle) => {
    const kept = keptHandle(handle)
    if (!found.has(kept)) return { handle, outcome: 'unknown' }
    // The first to name it ended it.
    return { handle, outcome: fresh.delete(kept) ? 'ended' : 'already-ended' }
  })
}

/** The session as it stands now, whether open or ended; undefined: it is not one of this source's. */
export async function sessionForSource(
  { store, clock }: Pick<RegistryPorts, 'store' | 'clock'>,
  source: Source,
  handle: string,
): Promise<Session | undefined> {
  const session = await store.sessionByHandle(source.id, keptHandle(handle))
  return session && asOf(session, clock())
}

type Outcome = Omit<Registered, 'handle'>
type Entry = { readonly item: SourceSession; readonly index: number }

/** Every handle at most once in each round. */
function roundsOf(asked: readonly SourceSession[]): readonly (readonly Entry[])[] {
  const seen = new Map<string, number>()
  const rounds: Entry[][] = []
  for (const [index, item] of asked.entries()) {
    const handle = keptHandle(item.handle)
    const round = seen.get(handle) ?? 0
    seen.set(handle, round + 1)
    ;(rounds[round] ??= []).push({ item, index })
  }
  return rounds
}

async function registerRound(
  ports: BeginningPorts,
  source: Source,
  asked: readonly SourceSession[],
): Promise<readonly Outcome[]> {
  const now = ports.clock()
  const found = await findByHandle(ports, source, asked)
  const judged = asked.map((item) => {
    const judgement = judgeRegistration(source, item, now)
    if ('detail' in judgement) return { item, outcome: rejected(judgement.detail) }
    const { session } = judgement
    const known = found.get(session.handle)
    if (!known || !isOpen(asOf(known, now))) return { item, begin: { ...session, id: ports.newId() } }
    if (known.userId !== session.userId.toWellFormed())
      return { item, outcome: rejected('The handle belongs to an open session of another user. End that one first.') }
    if (known.status !== 'abandoned-in-progress' || item.status !== 'active')
      return { item, outcome: done('already', known.id) }
    return {
      item,
      begin: { ...session, id: ports.newId() },
      finish: { sessionId: known.id, at: now, ...limitsOf(item) },
    }
  })
  const keptOut = await heldLogons(
    ports,
    judged.flatMap(({ finish }) => finish ?? []),
    found,
    now,
  )
  await endExpired(ports, Array.from(found.values()), now)
  const finished = await finishLogons(
    ports,
    judged.flatMap(({ finish }) => (finish && !keptOut.has(finish.sessionId) ? finish : [])),
    found,
  )
  const toBegin = judged.flatMap(({ begin, finish }) =>
    begin && !finished.has(finish?.sessionId) && !keptOut.has(finish?.sessionId) ? begin : [],
  )
  const began = await begin(ports, toBegin)
  return judged.map(({ outcome, begin, finish }) => {
    if (outcome) return outcome
    const hold = keptOut.get(finish?.sessionId)
    if (hold) return held(hold)
    if (finish && finished.has(finish.sessionId)) return done('finished', finish.sessionId)
    return began.get(begin?.handle ?? '') ?? rejected('It was passed over.')
  })
}

/** A logon that was begun before the hold is not finished during it; it stays begun until it expires. */
async function heldLogons(
  { store }: Pick<RegistryPorts, 'store'>,
  logons: readonly FinishedLogon[],
  found: ReadonlyMap<string, Session>,
  now: Date,
): Promise<ReadonlyMap<string | undefined, Hold>> {
  if (logons.length === 0) return new Map()
  const holds = await store.holdsInForce(now)
  const wanted = new Set(logons.map(({ sessionId }) => sessionId))
  return new Map(
    Array.from(found.values()).flatMap((session) => {
      const hold = wanted.has(session.id) ? holdOn(holds, session, now) : null
      return hold ? [[session.id, hold]] : []
    }),
  )
}

/** No sweep has come to them yet, and their handles are wanted. */
async function endExpired(ports: EndingPorts, found: readonly Session[], at: Date): Promise<void> {
  const expired = found.filter((session) => isOpen(session) && hasExpired(session, at))
  for (const ending of expiryEndings) {
    const sessions = expired.filter((session) => expiryEnding(session) === ending)
    if (sessions.length > 0) await endSessions(ports, { sessions, ending, at })
  }
}

async function finishLogons(
  ports: Pick<RegistryPorts, 'store' | 'changes'>,
  logons: readonly FinishedLogon[],
  found: ReadonlyMap<string, Session>,
): Promise<ReadonlySet<string | undefined>> {
  if (logons.length === 0) return new Set()
  const finished = new Set<string | undefined>(await ports.store.finishLogons(logons))
  const changed = Array.from(found.values()).filter((session) => finished.has(session.id) && isListed(session))
  if (changed.length > 0) ports.changes.announce({ changed: changed.map(({ id }) => id) })
  return finished
}

async function begin(ports: BeginningPorts, sessions: readonly NewSession[]): Promise<ReadonlyMap<string, Outcome>> {
  const registrations = await registerSessions(ports, sessions)
  return new Map(
    sessions.flatMap(({ handle }, index) => {
      const registration = registrations[index]
      if (!registration) return []
      if (registration.outcome === 'held') return [[handle, held(registration.hold)]]
      return [[handle, done(registration.outcome, registration.sessionId)]]
    }),
  )
}

/** By the handle as it is kept; those that exist. */
async function findByHandle(
  { store }: Pick<RegistryPorts, 'store'>,
  source: Source,
  items: readonly { readonly handle: string }[],
): Promise<ReadonlyMap<string, Session>> {
  const handles = Array.from(new Set(items.map(({ handle }) => keptHandle(handle))))
  const sessions = await store.sessionsByHandles(source.id, handles)
  return new Map(sessions.map((session) => [session.handle, session]))
}

/** Only what begins or ends is written: a command that goes on keeps the time of its beginning. */
async function noteCommands(
  { store, changes }: Pick<RegistryPorts, 'store' | 'changes'>,
  touched: readonly { readonly touch: Touch; readonly session: Session }[],
  now: Date,
): Promise<void> {
  const changed = touched.filter(
    ({ touch, session }) => touch.command !== undefined && touch.command !== (session.command?.name ?? null),
  )
  await Promise.all(
    changed.map(({ touch: { command = null, at }, session }) =>
      store.setCommand(session.id, command === null ? null : { name: command, startedAt: notAfter(at, now) }),
    ),
  )
  const listed = changed.filter(({ session }) => isListed(session))
  if (listed.length > 0) changes.announce({ changed: listed.map(({ session }) => session.id) })
}

function done(outcome: Registered['outcome'], sessionId: string): Outcome {
  return { outcome, sessionId, detail: '' }
}

function held(hold: Hold): Outcome {
  return { outcome: 'held', sessionId: null, detail: refusalInWords(hold), heldUntil: hold.endsAt.toISOString() }
}

function rejected(detail: string): Outcome {
  return { outcome: 'rejected', sessionId: null, detail }
}
