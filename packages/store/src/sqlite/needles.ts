import { type Filter, foldCase, type TextField } from '@curfew/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Connection } from './connection.ts'
import { textAfterAll } from './intervals.ts'
import { searchable, type WordField, wordFieldOf } from './word-fields.ts'

export type TextFilter = Extract<Filter, { field: TextField }>

/** A needle of one or two characters is looked up while it begins fewer trigrams than this, used in fewer words than this. */
const maxTrigrams = 100
const maxTrigramUses = 20_000

/**
 * The words of the field that meet the filter.
 *
 * @returns undefined when there are more than `limit`, or so many that looking them up costs more than it tells
 */
export function wordsMeeting(connection: Connection, filter: TextFilter, limit: number): string[] | undefined {
  const field = wordFieldOf(filter.field)
  const needle = needleOf(filter)
  const isShort = needle !== undefined && needle.length < 3
  const trigrams = isShort ? trigramsBeginningWith(connection, field, needle.join('')) : trigramsIn(needle ?? [])
  if (isShort && trigrams === undefined) return undefined
  if (isShort && trigrams?.length === 0) return []
  const match = trigrams && trigrams.length > 0 ? trigrams.map(quoted).join(isShort ? ' OR ' : ' AND ') : undefined
  const words = connection.all(sql<{ value: string }>`${selectWords(filter, match)} LIMIT ${limit + 1}`)
  return words.length > limit ? undefined : words.map(({ value }) => value)
}

/**
 * The words that the trigrams propose, of which hardly any does not meet the filter. To count them is a tenth of the work of
 * looking at them.
 *
 * @returns undefined when no trigram can tell
 */
export function selectProposed(filter: TextFilter): RawBuilder<unknown> | undefined {
  const match = matchOf(filter)
  const index = sql.ref(wordFieldOf(filter.field).trigrams)
  return match === undefined ? undefined : sql`SELECT 1 FROM ${index} WHERE ${index} MATCH ${match}`
}

/** The same words as a statement, however many there are. A short needle is looked for in every word of the field. */
export function selectWordsMeeting(filter: TextFilter): RawBuilder<{ value: string }> {
  return selectWords(filter, matchOf(filter))
}

/** What FTS5 is asked for to propose words; undefined: the filter has no trigram. */
function matchOf(filter: TextFilter): string | undefined {
  const trigrams = trigramsIn(needleOf(filter) ?? [])
  return trigrams.length > 0 ? trigrams.map(quoted).join(' AND ') : undefined
}

/** What a value must meet, exactly, wherever it stands. */
export function meets({ operator, value }: TextFilter, text: RawBuilder<unknown>): RawBuilder<unknown> {
  const folded = foldCase(value)
  switch (operator) {
    case 'contains':
      return sql`instr(${text}, ${value}) > 0`
    case 'startsWith':
      return sql`instr(${text}, ${value}) = 1`
    case 'equals':
      return sql`${text} = ${value}`
    case 'containsIgnoringCase':
      return sql`instr(fold_case(${text}), ${folded}) > 0`
    case 'startsWithIgnoringCase':
      return sql`instr(fold_case(${text}), ${folded}) = 1`
    case 'equalsIgnoringCase':
      return sql`fold_case(${text}) = ${folded}`
  }
}

/** The characters that are looked for anywhere in a word, as the index has them; undefined for the other operators. */
function needleOf({ operator, value }: TextFilter): string[] | undefined {
  if (operator !== 'contains' && operator !== 'containsIgnoringCase') return undefined
  return Array.from(searchable(foldCase(value)))
}

/** @param match what FTS5 is asked for; undefined: every word of the field is looked at */
function selectWords(filter: TextFilter, match: string | undefined): RawBuilder<{ value: string }> {
  const { number, trigrams } = wordFieldOf(filter.field)
  const index = sql.ref(trigrams)
  return match === undefined
    ? sql`SELECT w.value AS value FROM word AS w WHERE w.field = ${number} AND ${isMetByWord(filter)}`
    : sql`
      SELECT w.value AS value FROM ${index} CROSS JOIN word AS w ON w.id = ${index}.rowid
      WHERE ${index} MATCH ${match} AND ${isMetByWord(filter)}`
}

function isMetByWord(filter: TextFilter): RawBuilder<unknown> {
  const folded = foldCase(filter.value)
  switch (filter.operator) {
    case 'containsIgnoringCase':
      return sql`instr(w.folded, ${folded}) > 0`
    case 'equalsIgnoringCase':
      return sql`w.folded = ${folded}`
    case 'startsWithIgnoringCase': {
      const after = textAfterAll(folded)
      return after === undefined ? sql`w.folded >= ${folded}` : sql`w.folded >= ${folded} AND w.folded < ${after}`
    }
    default:
      return meets(filter, sql`w.value`)
  }
}

function trigramsIn(needle: readonly string[]): string[] {
  const trigrams = needle.slice(2).map((third, index) => `${needle[index]}${needle[index + 1]}${third}`)
  return Array.from(new Set(trigrams))
}

/** Words end in two ends of text, so that wherever a short needle stands it begins a trigram. Undefined: too many to tell. */
function trigramsBeginningWith(connection: Connection, field: WordField, needle: string): string[] | undefined {
  const after = textAfterAll(needle)
  const terms = connection.each(sql<{ term: string; doc: number }>`
    SELECT term, doc FROM ${sql.ref(field.vocabulary)}
    WHERE term >= ${needle} ${after === undefined ? sql`` : sql`AND term < ${after}`}`)
  const found: string[] = []
  let uses = 0
  for (const { term, doc } of terms) {
    found.push(term)
    uses += doc
    if (uses > maxTrigramUses || found.length > maxTrigrams) return undefined
  }
  return found
}

function quoted(trigram: string): string {
  return `"${trigram.replaceAll('"', '""')}"`
}
