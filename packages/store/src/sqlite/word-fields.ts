import type { TextField } from '@curfew/contract'

/** A text field in the index of words: its number there, the column it comes from, and the two tables of its trigrams. */
export type WordField = {
  readonly number: number
  readonly field: TextField
  readonly column: (typeof columns)[number][1]
  readonly trigrams: string
  readonly vocabulary: string
}

const columns = [
  ['userId', 'user_id'],
  ['lastName', 'last_name'],
  ['firstName', 'first_name'],
  ['clientAddress', 'client_address'],
  ['source', 'source'],
  ['securityDomain', 'security_domain'],
  ['identitySource', 'identity_source'],
] as const satisfies readonly (readonly [TextField, string])[]

/** The numbers are stored: they keep their meaning for ever. */
export const wordFields: readonly WordField[] = columns.map(([field, column], number) => ({
  number,
  field,
  column,
  trigrams: `trigrams_${column}`,
  vocabulary: `vocabulary_${column}`,
}))

export function wordFieldOf(field: TextField): WordField {
  const found = wordFields.find((known) => known.field === field)
  if (!found) throw new Error(`${field} has no words`)
  return found
}

/** Folded text as its trigrams are made of it: FTS5 would stop at a NUL. */
export function searchable(folded: string): string {
  return folded.replaceAll('\0', '\u0001')
}

/** With two ends of text, so that every character and every pair begins a trigram. */
export function padded(folded: string): string {
  return `${searchable(folded)}\u0001\u0001`
}
