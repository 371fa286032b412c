import {
  type Filter,
  type Sort,
  type SortField,
  sessionKinds,
  sortFields,
  type TextField,
  textFields,
  textOperators,
} from '@curfew/contract'
import type { NewSession } from '@curfew/registry'
import { aNewSession } from '@curfew/registry/cast'
import fc from 'fast-check'
import { minutesLater } from './acts.ts'
import type { TestedStore } from './stores.ts'

const start = new Date('2026-03-02T09:00:00.000Z')

/** Few characters, so that they meet: cases that fold to more than one, beyond the basic plane, and what SQL and FTS5 trip over. */
const character = fc.constantFrom(
  'a',
  'b',
  'A',
  'ä',
  'Ä',
  'ß',
  'İ',
  '☃',
  '𝒳',
  '\ue000',
  '%',
  '_',
  '"',
  "'",
  '\0',
  ' ',
  '.',
)
const text = fc.string({ unit: character, maxLength: 5 })
const needle = fc.string({ unit: character, minLength: 1, maxLength: 4 })

/** Few moments, so that they tie. */
const moment = fc.integer({ min: 0, max: 6 }).map((minutes) => minutesLater(minutes, start))

export type Doing =
  | { readonly do: 'touch'; readonly at: Date }
  | { readonly do: 'command'; readonly at: Date | null }
  | { readonly do: 'end'; readonly status: 'closing' | 'closed' }
  | { readonly do: 'confirm' }

/** A session, and what becomes of it. */
export type Life = { readonly session: NewSession; readonly doings: readonly Doing[] }

const doing: fc.Arbitrary<Doing> = fc.oneof(
  { weight: 3, arbitrary: moment.map((at): Doing => ({ do: 'touch', at })) },
  { weight: 2, arbitrary: fc.option(moment).map((at): Doing => ({ do: 'command', at })) },
  { weight: 1, arbitrary: fc.constantFrom<Doing>({ do: 'end', status: 'closing' }, { do: 'end', status: 'closed' }) },
  { weight: 1, arbitrary: fc.constant<Doing>({ do: 'confirm' }) },
)

export const life: fc.Arbitrary<Life> = fc.record({
  session: fc
    .record({
      kind: fc.constantFrom(...sessionKinds),
      status: fc.constantFrom('active', 'abandoned-in-progress'),
      userId: text,
      firstName: text,
      lastName: text,
      identitySource: text,
      securityDomain: text,
      source: fc.constantFrom('portal', 'Portal', 'vpn'),
      sourceId: fc.constantFrom('one', 'other'),
      clientAddress: text,
      via: fc.constantFrom('direct', 'web-tier', null),
      superAdminCredentials: fc.boolean(),
      loggedOnAt: moment,
      idleLimitSeconds: fc.constantFrom(120, 600),
      absoluteLimitSeconds: fc.constantFrom(480, 3_600),
    })
    .map((fields) => aNewSession(fields)),
  doings: fc.array(doing, { maxLength: 3 }),
})

export async function live(store: TestedStore, lives: readonly Life[]): Promise<void> {
  await store.register(lives.map(({ session }) => session))
  for (const { session, doings } of lives) for (const doing of doings) await doTo(store, session.id, doing)
}

export async function doTo(store: TestedStore, sessionId: string, doing: Doing): Promise<void> {
  switch (doing.do) {
    case 'touch':
      return store.recordActivity([{ sessionId, at: doing.at }])
    case 'command':
      return store.setCommand(sessionId, doing.at && { name: 'Export', startedAt: doing.at })
    case 'confirm':
      return store.confirmClosed([sessionId])
    case 'end': {
      const sessions = [{ sessionId, status: doing.status, deliveries: [] }]
      await store.endSessions({ ending: 'logoff', at: start, closureId: null, sessions, audit: [] })
    }
  }
}

const textFilter = (field: fc.Arbitrary<TextField>): fc.Arbitrary<Filter> =>
  fc.record({
    field,
    operator: fc.constantFrom(...textOperators),
    value: fc.oneof(needle, fc.constantFrom('portal', 'port', 'ort', 'p')),
  })
const kindFilter = fc
  .constantFrom(...sessionKinds)
  .map((value): Extract<Filter, { field: 'kind' }> => ({ field: 'kind', operator: 'equals', value }))
const statusFilter = fc
  .constantFrom('active' as const, 'abandoned-in-progress' as const, 'closing' as const)
  .map((value): Extract<Filter, { field: 'status' }> => ({ field: 'status', operator: 'equals', value }))
const viaFilter = fc
  .constantFrom('direct' as const, 'web-tier' as const)
  .map((value): Filter => ({ field: 'via', operator: 'equals', value }))
const timeFilter: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({
    field: fc.constantFrom('loggedOnAt' as const, 'lastActivityAt' as const),
    operator: fc.constantFrom('from' as const, 'before' as const),
    value: moment,
  }),
  fc.integer({ min: 0, max: 600 }).map((value): Filter => ({ field: 'idleSeconds', operator: 'atLeast', value })),
)
const filter = fc.oneof(
  { weight: 4, arbitrary: textFilter(fc.constantFrom(...textFields)) },
  kindFilter,
  statusFilter,
  viaFilter,
  timeFilter,
)

const key = fc.record({ field: fc.constantFrom(...sortFields), descending: fc.boolean() })

const sort: fc.Arbitrary<Sort> = fc.oneof(
  key.map((only): Sort => [only]),
  fc.tuple(key, key).map(([first, second]): Sort => (first.field === second.field ? [first] : [first, second])),
)

/** On the very column that a page is sorted by: there the filter and the way through the index meet. */
function filtersOn(field: SortField): fc.Arbitrary<Filter[]> {
  const textField = textFields.find((known) => known === field)
  if (textField) return fc.array(textFilter(fc.constant(textField)), { maxLength: 2 })
  if (field === 'kind') return fc.uniqueArray(kindFilter, { maxLength: 4, selector: ({ value }) => value })
  if (field === 'status') return fc.uniqueArray(statusFilter, { maxLength: 2, selector: ({ value }) => value })
  return fc.array(timeFilter, { maxLength: 2 })
}

export const search = sort.chain((sort) =>
  fc.record({
    sort: fc.constant(sort),
    filters: fc
      .tuple(fc.array(filter, { maxLength: 2 }), fc.option(filtersOn(sort[0].field)))
      .map(([anywhere, onColumn]) => [...anywhere, ...(onColumn ?? [])]),
    limit: fc.integer({ min: 1, max: 4 }),
    at: fc.integer({ min: 0, max: 14 }).map((minutes) => minutesLater(minutes, start)),
  }),
)
