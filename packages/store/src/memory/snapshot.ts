import { emptyTables, type Tables } from './tables.ts'

/** Where a snapshot outlives the page: a mock's `sessionStorage`, for one. */
export type Persistence = {
  /** What `save` was last called with; null at the first start. */
  readonly load: () => string | null
  /** Called after every change; take the snapshot when it suits. */
  readonly save: (takeSnapshot: () => string) => void
}

export function printTables(tables: Tables): string {
  return JSON.stringify(tables, function (this: Record<string, unknown>, key, value: unknown) {
    // A Date has become text by the time it is handed over; the object still has it.
    const kept = this[key]
    if (kept instanceof Date) return { $date: kept.getTime() }
    if (value instanceof Map) return { $map: Array.from(value) }
    if (value instanceof Set) return { $set: Array.from(value) }
    return value
  })
}

/** The inverse of `printTables`. Text of another version, or none, gives empty tables. */
export function readTables(text: string | null): Tables {
  const empty = emptyTables()
  if (text === null) return empty
  const read: unknown = JSON.parse(text, (_key, value: unknown) => {
    if (!isTagged(value)) return value
    if (typeof value.$date === 'number') return new Date(value.$date)
    if (Array.isArray(value.$map)) return new Map(value.$map)
    if (Array.isArray(value.$set)) return new Set(value.$set)
    return value
  })
  return isTables(read, empty) ? read : empty
}

type Tagged = { $date?: unknown; $map?: [unknown, unknown][]; $set?: unknown[] }

function isTagged(value: unknown): value is Tagged {
  return typeof value === 'object' && value !== null
}

/** It is our own text: its outline is enough to tell another version. */
function isTables(read: unknown, like: Tables): read is Tables {
  if (typeof read !== 'object' || read === null) return false
  const tables = new Map(Object.entries(read))
  return Object.entries(like).every(([name, table]) => tables.get(name)?.constructor === table.constructor)
}
