import { defaultCameBackSeconds } from '@curfew/contract'
import { compareText, type Hold, type HoldStore, isInForce, type SettingStore } from '@curfew/registry'
import { parseCursor, printCursor } from '../cursor.ts'
import type { Tables } from './tables.ts'

const newestFirst = 'holds'
const cameBackWithin = 'came-back-within-seconds'

/** Who is kept out, who came back, and what counts as that. */
export function holdStore(tables: Tables): HoldStore & SettingStore {
  const { holds } = tables

  return {
    async createHold(hold, audit) {
      holds.set(hold.id, hold)
      tables.audit.set(audit.id, audit)
    },
    async liftHold(id, at, by, audit) {
      const hold = holds.get(id)
      if (!hold) return 'not-found'
      if (!isInForce(hold, at)) return 'over'
      holds.set(id, { ...hold, liftedAt: at, liftedBy: by })
      tables.audit.set(audit.id, audit)
      return 'lifted'
    },
    async holdById(id) {
      return holds.get(id)
    },
    async holdsInForce(now) {
      return Array.from(holds.values())
        .filter((hold) => isInForce(hold, now))
        .sort((one, other) => one.endsAt.getTime() - other.endsAt.getTime() || compareText(one.id, other.id))
    },
    async holds(limit, cursor) {
      const after = cursor === null ? null : parseCursor(cursor, newestFirst, 2)
      const ordered = Array.from(holds.values())
        .sort((one, other) => other.createdAt.getTime() - one.createdAt.getTime() || compareText(other.id, one.id))
        .filter((hold) => !after || isAfter(hold, Number(after[0]), String(after[1])))
      const items = ordered.slice(0, limit)
      const last = items.at(-1)
      const hasMore = ordered.length > items.length
      const nextCursor = hasMore && last ? printCursor(newestFirst, [last.createdAt.getTime(), last.id]) : null
      return { items, nextCursor }
    },
    async comingsBack(closureId, limit) {
      const back = Array.from(tables.sessions.values())
        .filter((session) => session.cameBack?.closureId === closureId)
        .sort((one, other) => other.loggedOnAt.getTime() - one.loggedOnAt.getTime() || compareText(other.id, one.id))
      return { items: back.slice(0, limit), total: back.length }
    },

    async settings() {
      return settings()
    },
    async changeSettings({ cameBackWithinSeconds }, audit) {
      if (cameBackWithinSeconds !== undefined) tables.settings.set(cameBackWithin, String(cameBackWithinSeconds))
      tables.audit.set(audit.id, audit)
      return settings()
    },
  }

  function settings() {
    return { cameBackWithinSeconds: Number(tables.settings.get(cameBackWithin) ?? defaultCameBackSeconds) }
  }
}

function isAfter({ id, createdAt }: Hold, ms: number, afterId: string): boolean {
  return createdAt.getTime() < ms || (createdAt.getTime() === ms && compareText(id, afterId) < 0)
}
