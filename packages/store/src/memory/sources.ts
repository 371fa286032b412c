import {
  compareText,
  holderOfNetwork,
  isListed,
  isOpen,
  type Source,
  type SourceCounts,
  type SourceStore,
  silenceLimitSeconds,
} from '@curfew/registry'
import { isStillAs, withChanges, withKey } from '../source-rows.ts'
import { unacknowledged } from './feeds.ts'
import { keep } from './sessions.ts'
import type { Tables } from './tables.ts'

/** Registered sources, and what is counted of them. */
export function sourceStore(tables: Tables): SourceStore {
  const { sources } = tables
  const all = () => Array.from(sources.values())
  const isTaken = (name: string, exceptId: string) => all().some((one) => one.name === name && one.id !== exceptId)

  return {
    async createSource(source, audit) {
      if (isTaken(source.name, '')) return 'name-taken'
      if (holderOfNetwork(all(), source.radius?.networks ?? [], '')) return 'network-taken'
      sources.set(source.id, source)
      tables.audit.set(audit.id, audit)
      return 'created'
    },
    async changeSource(id, changes, audit, basedOn) {
      const before = sources.get(id)
      if (!before) return 'not-found'
      if (basedOn && !isStillAs(before, basedOn, changes)) return 'changed-meanwhile'
      if (changes.name !== undefined && isTaken(changes.name, id)) return 'name-taken'
      if (holderOfNetwork(all(), changes.radius?.networks ?? [], id)) return 'network-taken'
      sources.set(id, withChanges(before, changes))
      if (changes.radius) renewLimits(tables, id, silenceLimitSeconds(changes.radius))
      tables.audit.set(audit.id, audit)
      return 'changed'
    },
    async addSourceKey(sourceId, key, othersExpireAt, audit) {
      const before = sources.get(sourceId)
      if (!before) return 'not-found'
      sources.set(sourceId, { ...before, keys: withKey(before.keys, key, othersExpireAt) })
      tables.audit.set(audit.id, audit)
      return 'added'
    },

    async sources() {
      return all().sort((one, other) => compareText(one.name, other.name))
    },
    async sourceById(id) {
      return sources.get(id)
    },
    async sourceByKeyHash(hash) {
      return all().find(({ keys }) => keys.some((key) => key.hash === hash))
    },
    async noteSourcesSeen(batch) {
      for (const { sourceId, keyId, at } of batch) {
        const source = sources.get(sourceId)
        if (source) sources.set(sourceId, seenAt(source, keyId, at))
      }
    },
    async countBySource() {
      const counts = new Map<string, SourceCounts>()
      const add = (sourceId: string, what: keyof SourceCounts) => {
        const known = counts.get(sourceId) ?? { openSessions: 0, pendingDeliveries: 0 }
        counts.set(sourceId, { ...known, [what]: known[what] + 1 })
      }
      for (const id of tables.inGrid) {
        const session = tables.sessions.get(id)
        if (session && isOpen(session)) add(session.sourceId, 'openSessions')
      }
      for (const sourceId of tables.feeds.keys())
        for (const { sessionId } of unacknowledged(tables, sourceId)) {
          const session = tables.sessions.get(sessionId)
          if (session && isListed(session)) add(sourceId, 'pendingDeliveries')
        }
      return counts
    },
  }
}

/** Of the sessions that are open or closing, for some of them may not be heard of again. */
function renewLimits(tables: Tables, sourceId: string, idleLimitSeconds: number): void {
  for (const session of Array.from(tables.sessions.values()))
    if (session.sourceId === sourceId && session.kind === 'radius' && session.status !== 'closed')
      keep(tables, { ...session, idleLimitSeconds })
}

function seenAt(source: Source, keyId: string, at: Date): Source {
  const later = (known: Date | null) => (known !== null && known > at ? known : at)
  const keys = source.keys.map((key) => (key.id === keyId ? { ...key, lastUsedAt: later(key.lastUsedAt) } : key))
  return { ...source, lastSeenAt: later(source.lastSeenAt), keys }
}
