import type { Ending, SessionsEvent } from '@curfew/contract'

/**
 * What has happened to the listed rows since the list was read. Rows keep their places: one that ended fades and says
 * why, one that changed is read again and changes where it stands, new ones wait until they are asked for.
 */
export type Live = {
  /** Sessions that are over; `null`: gone, and nobody said why. */
  readonly endings: ReadonlyMap<string, Ending | null>
  /** Rows whose values are old. */
  readonly changed: ReadonlySet<string>
  /** More happened than was told one by one: any row may have changed or ended. */
  readonly isUnsure: boolean
}

export type LiveAction =
  | { readonly type: 'event'; readonly event: Pick<SessionsEvent, 'ended' | 'changed' | 'many'> }
  /** The page was away for longer than events are kept. */
  | { readonly type: 'missed' }
  /** Rows were read again; those in `gone` are over. */
  | {
      readonly type: 'read'
      readonly ids: readonly string[]
      readonly gone: readonly { readonly id: string; readonly ending: Ending | null }[]
    }
  /** Rows were looked at after something unknown had happened: none of them is in doubt any more. */
  | { readonly type: 'sure' }
  /** The list was read anew. */
  | { readonly type: 'listed' }

export const nothingHappened: Live = { endings: new Map(), changed: new Set(), isUnsure: false }

export function follow(live: Live, action: LiveAction): Live {
  switch (action.type) {
    case 'event':
      return told(live, action.event)
    case 'missed':
      return { ...live, isUnsure: true }
    case 'read':
      return {
        ...live,
        endings: withEndings(live.endings, action.gone),
        changed: new Set([...live.changed].filter((id) => !action.ids.includes(id))),
      }
    case 'sure':
      return { ...live, isUnsure: false }
    case 'listed':
      return nothingHappened
  }
}

function told(live: Live, event: Pick<SessionsEvent, 'ended' | 'changed' | 'many'>): Live {
  if (event.ended.length === 0 && event.changed.length === 0 && !event.many) return live
  return {
    endings: withEndings(live.endings, event.ended),
    changed: new Set([...live.changed, ...event.changed]),
    isUnsure: live.isUnsure || event.many,
  }
}

function withEndings(
  endings: Live['endings'],
  more: readonly { readonly id: string; readonly ending: Ending | null }[],
): Live['endings'] {
  if (more.length === 0) return endings
  const all = new Map(endings)
  for (const { id, ending } of more) all.set(id, ending ?? all.get(id) ?? null)
  return all
}
