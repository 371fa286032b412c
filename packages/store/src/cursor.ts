import { foreignCursor } from '@curfew/registry'

export { foreignCursor }

/** What a cursor remembers: the sort it belongs to, and where the page before ended. */
export type CursorValue = string | number | null

/**
 * Print a keyset position as an opaque cursor.
 *
 * @param order names the order the position belongs to; a cursor is only good for that one
 */
export function printCursor(order: string, values: readonly CursorValue[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify([order, ...values]))
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/**
 * The inverse of `printCursor`.
 *
 * @param length how many values the order has
 * @throws CurfewError `invalid-request`: it is no cursor, or one of another order
 */
export function parseCursor(cursor: string, order: string, length: number): readonly CursorValue[] {
  const [printedOrder, ...values] = readJson(cursor)
  if (printedOrder !== order || values.length !== length || !values.every(isCursorValue)) throw foreignCursor()
  return values
}

function readJson(cursor: string): unknown[] {
  try {
    const binary = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
    const read: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (Array.isArray(read)) return read
  } catch {
    // Told below, in our own words.
  }
  throw foreignCursor()
}

function isCursorValue(value: unknown): value is CursorValue {
  return value === null || typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))
}
