import { foreignCursor, parseCursor, printCursor } from './cursor.ts'

/** Where a page of what was given up ended: the recipient as a number, and the delivery's id. */
export type GivenUpPosition = { readonly queue: number; readonly id: string }

const order = 'given up'

export function printGivenUpPosition({ queue, id }: GivenUpPosition): string {
  return printCursor(order, [queue, id])
}

/** @throws CurfewError `invalid-request`: no cursor, or one of another list */
export function parseGivenUpPosition(cursor: string): GivenUpPosition {
  const [queue, id] = parseCursor(cursor, order, 2)
  if (typeof queue !== 'number' || typeof id !== 'string') throw foreignCursor()
  return { queue, id }
}
