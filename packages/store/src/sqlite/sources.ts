import { backChannelSettings, openIdProvider, radiusSettings, type SessionKind, sessionKinds } from '@curfew/contract'
import {
  holderOfNetwork,
  isListed,
  type KeptKey,
  type KeptRadius,
  type Source,
  type SourceCounts,
  type SourceStore,
  silenceLimitSeconds,
} from '@curfew/registry'
import { sql } from 'kysely'
import { isStillAs, withChanges, withKey } from '../source-rows.ts'
import { writeAudit } from './audit.ts'
import type { Connection } from './connection.ts'
import { prepare, query } from './query.ts'
import type { SourceTable } from './schema.ts'
import { timeOrNull } from './session-rows.ts'
import { readItem, readList } from './stored-json.ts'
import type { Synchronous } from './synchronous.ts'

type Sources = Synchronous<SourceStore>
type ReadNames = 'sources' | 'sourceById' | 'sourceByKeyHash'

/** Few rows, by their keys: short enough for any thread. */
export function sourceReads(connection: Connection): Pick<Sources, ReadNames> {
  return {
    sources() {
      return sourcesOf(connection.all(withKeys().orderBy('s.name').orderBy('k.place', 'desc')))
    },
    sourceById(id) {
      return sourcesOf(connection.all(findById({ id })))[0]
    },
    sourceByKeyHash(hash) {
      return sourcesOf(connection.all(findByKeyHash({ hash })))[0]
    },
  }
}

export function sourceCounts(connection: Connection): Pick<Sources, 'countBySource'> {
  return {
    countBySource() {
      const counts = new Map<string, SourceCounts>()
      const open = connection.all(query.selectFrom('source_tally').selectAll().where('count', '>', 0))
      for (const { source_id, count } of open) counts.set(source_id, { openSessions: count, pendingDeliveries: 0 })
      type Pending = { sourceId: string; kind: SessionKind; super_admin_credentials: number; count: number }
      const pending = connection.all(sql<Pending>`
        SELECT f.source_id AS sourceId, s.kind AS kind, s.super_admin_credentials AS super_admin_credentials, count(*) AS count
        FROM feed AS f
        CROSS JOIN delivery AS d INDEXED BY delivery_by_feed ON d.recipient = f.source_id AND d.feed_position > f.acknowledged
        CROSS JOIN session AS s ON s.id = d.session_id
        WHERE d.feed_position IS NOT NULL GROUP BY 1, 2, 3`)
      for (const { sourceId, kind, super_admin_credentials, count } of pending) {
        if (!isListed({ kind, superAdminCredentials: super_admin_credentials === 1 })) continue
        const known = counts.get(sourceId) ?? { openSessions: 0, pendingDeliveries: 0 }
        counts.set(sourceId, { ...known, pendingDeliveries: known.pendingDeliveries + count })
      }
      return counts
    },
  }
}

export function sourceWrites(
  connection: Connection,
): Pick<Sources, 'createSource' | 'changeSource' | 'addSourceKey' | 'noteSourcesSeen'> {
  const { sourceById, sources } = sourceReads(connection)
  const isHeld = (radius: KeptRadius | null | undefined, exceptId: string) =>
    radius && holderOfNetwork(sources(), radius.networks, exceptId)
  return {
    createSource(source, audit) {
      if (isTaken(connection, source.name, '')) return 'name-taken'
      if (isHeld(source.radius, '')) return 'network-taken'
      connection.run(query.insertInto('source').values(rowOf(source)))
      keepKeys(connection, source.id, source.keys)
      writeAudit(connection, [audit])
      return 'created'
    },
    changeSource(id, changes, audit, basedOn) {
      const before = sourceById(id)
      if (!before) return 'not-found'
      if (basedOn && !isStillAs(before, basedOn, changes)) return 'changed-meanwhile'
      if (changes.name !== undefined && isTaken(connection, changes.name, id)) return 'name-taken'
      if (isHeld(changes.radius, id)) return 'network-taken'
      connection.run(
        query
          .updateTable('source')
          .set(rowOf(withChanges(before, changes)))
          .where('id', '=', id),
      )
      if (changes.radius) renewSilenceLimit(connection, id, silenceLimitSeconds(changes.radius))
      writeAudit(connection, [audit])
      return 'changed'
    },
    addSourceKey(sourceId, key, othersExpireAt, audit) {
      const before = sourceById(sourceId)
      if (!before) return 'not-found'
      keepKeys(connection, sourceId, withKey(before.keys, key, othersExpireAt))
      writeAudit(connection, [audit])
      return 'added'
    },
    noteSourcesSeen(batch) {
      for (const { sourceId, keyId, at } of batch) {
        connection.run(seeSource({ id: sourceId, at: at.getTime() }))
        connection.run(seeKey({ id: keyId, at: at.getTime() }))
      }
    },
  }
}

/** Of the sessions that are open or closing, for some of them may not be heard of again. */
function renewSilenceLimit(connection: Connection, sourceId: string, seconds: number): void {
  const numbers = sql`(
    SELECT number FROM session INDEXED BY open_session_by_handle
    WHERE source_id = ${sourceId} AND ended_at IS NULL AND idle_limit_seconds <> ${seconds}
    UNION ALL
    SELECT number FROM session INDEXED BY grid_by_status
    WHERE in_grid = 1 AND status = 'closing' AND source_id = ${sourceId} AND idle_limit_seconds <> ${seconds})`
  const limitMs = seconds * 1000
  connection.run(sql`
    UPDATE activity SET idle_limit_ms = ${limitMs}, deadline = min(at + ${limitMs}, absolute_deadline)
    WHERE session_number IN ${numbers}`)
  connection.run(sql`UPDATE session SET idle_limit_seconds = ${seconds} WHERE number IN ${numbers}`)
}

function isTaken(connection: Connection, name: string, exceptId: string): boolean {
  const holder = query.selectFrom('source').select('id').where('name', '=', name).where('id', '<>', exceptId)
  return connection.first(holder) !== undefined
}

/** In the place of those that are there; the first of the list has the highest place. */
function keepKeys(connection: Connection, sourceId: string, keys: readonly KeptKey[]): void {
  connection.run(query.deleteFrom('source_key').where('source_id', '=', sourceId))
  for (const [index, key] of keys.entries())
    connection.run(
      query.insertInto('source_key').values({
        id: key.id,
        source_id: sourceId,
        hash: key.hash,
        place: keys.length - index,
        created_at: key.createdAt.getTime(),
        expires_at: key.expiresAt?.getTime() ?? null,
        last_used_at: key.lastUsedAt?.getTime() ?? null,
      }),
    )
}

/** A row for each key of each source, and one for a source that has none. */
function withKeys() {
  return query
    .selectFrom('source as s')
    .leftJoin('source_key as k', 'k.source_id', 's.id')
    .selectAll('s')
    .select(['k.id as key_id', 'k.hash', 'k.created_at as key_created_at', 'k.expires_at', 'k.last_used_at'])
}

const findById = prepare((holes: { id: string }) => withKeys().where('s.id', '=', holes.id).orderBy('k.place', 'desc'))
const findByKeyHash = prepare((holes: { hash: string }) =>
  withKeys()
    .innerJoin('source_key as h', 'h.source_id', 's.id')
    .where('h.hash', '=', holes.hash)
    .orderBy('k.place', 'desc'),
)

type KeyColumns = {
  key_id: string | null
  hash: string | null
  key_created_at: number | null
  expires_at: number | null
  last_used_at: number | null
}

function sourcesOf(rows: readonly (SourceTable & KeyColumns)[]): Source[] {
  return Array.from(Map.groupBy(rows, ({ id }) => id).values()).flatMap((rowsOfOne) => {
    const [row] = rowsOfOne
    return row ? { ...sourceOf(row), keys: rowsOfOne.flatMap(keyOf) } : []
  })
}

function sourceOf(row: SourceTable): Omit<Source, 'keys'> {
  return {
    id: row.id,
    name: row.name,
    kinds: readList(row.kinds, (kind) => readItem(sessionKinds, kind)),
    via: row.via,
    channel: row.channel,
    leaseMs: row.lease_ms,
    longestLeaseMs: row.longest_lease_ms,
    disabled: row.disabled === 1,
    createdAt: new Date(row.created_at),
    lastSeenAt: timeOrNull(row.last_seen_at),
    radius: row.radius === null ? null : radiusOf(row.radius),
    backChannel: row.back_channel === null ? null : backChannelSettings.parse(JSON.parse(row.back_channel)),
    openIdProvider: row.open_id_provider === null ? null : openIdProvider.parse(JSON.parse(row.open_id_provider)),
  }
}

function keyOf({ key_id, hash, key_created_at, expires_at, last_used_at }: KeyColumns): KeptKey[] {
  if (key_id === null || hash === null || key_created_at === null) return []
  const createdAt = new Date(key_created_at)
  return [{ id: key_id, hash, createdAt, expiresAt: timeOrNull(expires_at), lastUsedAt: timeOrNull(last_used_at) }]
}

function radiusOf(text: string): KeptRadius {
  const { secretChangedAt, former, ...settings }: StoredRadius = JSON.parse(text)
  return {
    ...radiusSettings.parse(settings),
    secretChangedAt: new Date(secretChangedAt),
    former: former && { secret: former.secret, until: new Date(former.until) },
  }
}

type StoredRadius = Record<string, unknown> & {
  readonly secretChangedAt: string
  readonly former: { readonly secret: string; readonly until: string } | null
}

function rowOf(source: Source): SourceTable {
  return {
    id: source.id,
    name: source.name,
    kinds: JSON.stringify(source.kinds),
    via: source.via,
    channel: source.channel,
    lease_ms: source.leaseMs,
    longest_lease_ms: source.longestLeaseMs,
    disabled: Number(source.disabled),
    created_at: source.createdAt.getTime(),
    last_seen_at: source.lastSeenAt?.getTime() ?? null,
    radius: source.radius && JSON.stringify(source.radius),
    back_channel: source.backChannel && JSON.stringify(source.backChannel),
    open_id_provider: source.openIdProvider && JSON.stringify(source.openIdProvider),
  }
}

const seeSource = prepare<{ id: string; at: number }, object>(
  ({ id, at }) => sql<object>`UPDATE source SET last_seen_at = max(coalesce(last_seen_at, 0), ${at}) WHERE id = ${id}`,
)
const seeKey = prepare<{ id: string; at: number }, object>(
  ({ id, at }) =>
    sql<object>`UPDATE source_key SET last_used_at = max(coalesce(last_used_at, 0), ${at}) WHERE id = ${id}`,
)
