import type { Ending, SessionsEvent } from '@curfew/contract'

/** A session that is over; `null`: nobody said why. */
export type Ended = { readonly id: string; readonly ending: Ending | null }

/**
 * What has happened to the rows. They keep their places: one that ended fades and says why, one that changed is read again
 * and changes where it stands, new ones wait until they are asked for. What is over stays over: a list that was on its
 * way while a session ended must not show it as open.
 */
export type Live = {
  readonly endings: ReadonlyMap<string, Ending | null>
  /** Sessions whose row may be old: read again once it is in view. */
  readonly doubted: ReadonlySet<string>
}

export type LiveAction =
  | { readonly type: 'told'; readonly event: Pick<SessionsEvent, 'ended' | 'changed'> }
  | { readonly type: 'doubt'; readonly ids: readonly string[] }
  /** These rows were read again; those in `ended` are over. */
  | { readonly type: 'read'; readonly ids: readonly string[]; readonly ended: readonly Ended[] }

export const nothingHappened: Live = { endings: new Map(), doubted: new Set() }

/** A page that is open for weeks hears of millions of sessions that it does not show. */
const maxKept = 20_000

export function follow(live: Live, action: LiveAction): Live {
  switch (action.type) {
    case 'told': {
      const { ended, changed } = action.event
      // A session that was closed may only be *closing* yet: its row is read once more.
      const closed = ended.filter(({ ending }) => ending === 'closure').map(({ id }) => id)
      return { endings: withEndings(live.endings, ended), doubted: withAll(live.doubted, [...changed, ...closed]) }
    }
    case 'doubt':
      return { ...live, doubted: withAll(live.doubted, action.ids) }
    case 'read': {
      const read = new Set(action.ids)
      const doubted = new Set([...live.doubted].filter((id) => !read.has(id)))
      return { endings: withEndings(live.endings, action.ended), doubted }
    }
  }
}

/** The rows in view that are worth reading again. */
export function toReadAgain(live: Live, inView: readonly string[]): readonly string[] {
  return inView.filter((id) => live.doubted.has(id) && isWorthReading(live, id))
}

/** Whatever else ended a session ended it for good. */
export function isWorthReading(live: Live, id: string): boolean {
  return !live.endings.has(id) || live.endings.get(id) === 'closure'
}

function withEndings(endings: Live['endings'], more: readonly Ended[]): Live['endings'] {
  if (more.length === 0) return endings
  const all = new Map(endings)
  for (const { id, ending } of more) all.set(id, ending ?? all.get(id) ?? null)
  return all.size <= maxKept ? all : new Map([...all].slice(-maxKept))
}

function withAll(set: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> {
  if (ids.every((id) => set.has(id))) return set
  const all = new Set([...set, ...ids])
  return all.size <= maxKept ? all : new Set([...all].slice(-maxKept))
}
