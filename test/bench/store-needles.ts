import type { Filter, TextOperator } from '@curfew/contract'
import { allListed, type RegistryStore } from '@curfew/registry'
import { now } from './store-data.ts'

export type Needle = { readonly what: string; readonly filter: Filter; readonly count: number }

/** What is looked for: how many of all sessions should have it, and how long it is. */
const wanted = [
  { what: 'frequent', part: 0.2, length: 3 },
  { what: 'medium', part: 0.01, length: 4 },
  { what: 'rare', part: 0.0001, length: 6 },
  { what: 'frequent, 1 character', part: 0.5, length: 1 },
  { what: 'frequent, 2 characters', part: 0.1, length: 2 },
  { what: 'rare, 2 characters', part: 0.001, length: 2 },
] as const

/** Needles in user ids, found in a sample and counted in all; and two that are nowhere. */
export async function findNeedles(store: RegistryStore): Promise<Needle[]> {
  const sample = await sampleOf(store)
  const needles: Needle[] = []
  for (const { what, part, length } of wanted) {
    const value = nearest(sample, part, length)
    needles.push(await counted(store, what, value))
  }
  const absent = ['zzqzz', '☃'].map((value, index) =>
    counted(store, index === 0 ? 'absent' : 'absent, 1 character', value),
  )
  return [...needles, ...(await Promise.all(absent))]
}

async function counted(store: RegistryStore, what: string, value: string): Promise<Needle> {
  const filter = { field: 'userId', operator: 'contains' satisfies TextOperator, value } as const
  const count = await store.count({ scope: allListed, filters: [filter], now })
  return { what: `${what}: “${value}”, ${count.toLocaleString('en')} match`, filter, count }
}

/** User ids of some thousands, from all over the day. */
async function sampleOf(store: RegistryStore): Promise<string[]> {
  const users: string[] = []
  for (let minute = 0; minute < 480; minute += 40) {
    const before = new Date(now.getTime() - minute * 60_000)
    const page = await store.page({
      scope: allListed,
      filters: [{ field: 'loggedOnAt', operator: 'before', value: before }],
      now,
      sort: [{ field: 'loggedOnAt', descending: true }],
      limit: 500,
      cursor: null,
    })
    users.push(...page.items.map(({ userId }) => userId))
  }
  return users
}

/** The part of that length whose frequency in the sample comes nearest, by its factor. */
function nearest(sample: readonly string[], part: number, length: number): string {
  const counts = new Map<string, number>()
  for (const userId of sample) {
    const parts = new Set(
      Array.from({ length: Math.max(0, userId.length - length + 1) }, (_, at) => userId.slice(at, at + length)),
    )
    for (const text of parts) counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  const distance = (count: number) => Math.abs(Math.log(count / (part * sample.length)))
  const [best] = Array.from(counts).sort(([, one], [, other]) => distance(one) - distance(other))
  if (!best) throw new Error('The sample is empty')
  return best[0]
}
