import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { type Filter, type Sort, sortFields } from '@curfew/contract'
import { allListed, type RegistryStore } from '@curfew/registry'
import { openSqliteStore } from '@curfew/store'
import { positionOf, printPosition } from '../../packages/store/src/session-order.ts'
import { openConnection } from '../../packages/store/src/sqlite/connection.ts'
import { databaseName } from '../../packages/store/src/sqlite/directory.ts'
import { interleave, together } from './interleaved.ts'
import { benchClosing } from './store-closing.ts'
import { fillDirectory, now } from './store-data.ts'
import { benchIndexing } from './store-indexing.ts'
import { findNeedles, type Needle } from './store-needles.ts'
import { benchTouching } from './store-touching.ts'
import type { Table } from './table.ts'

const pageGoal = 'p95 ≤ 15'
/** As a page is mostly looked at, and by the column that is searched. */
const sorts: readonly Sort[] = [
  [{ field: 'lastActivityAt', descending: true }],
  [{ field: 'loggedOnAt', descending: true }],
  [{ field: 'lastName', descending: false }],
  [{ field: 'userId', descending: false }],
  [{ field: 'clientAddress', descending: false }],
]

/** The store alone, in this process and its threads, with a million sessions. */
export async function benchStore({ sessions = 1_000_000, rounds = 15 } = {}): Promise<readonly Table[]> {
  const directory = await mkdtemp(join(tmpdir(), 'curfew-bench-'))
  try {
    await fillDirectory(directory, sessions)
    const file = join(directory, databaseName)
    const store = await openSqliteStore({ directory })
    const title = (what: string) => `${what} of ${sessions.toLocaleString('en')} sessions`
    const needles = await findNeedles(store)
    const tables: Table[] = [
      await benchSorts(store, title('A page of 100'), rounds),
      await benchSorts(store, title('A page of 100 from the middle'), rounds, Math.round(sessions / 2)),
      await benchNeedles(store, needles, title('A page of 100, user ID contains'), rounds),
      await benchCounts(store, needles, title('Counting'), Math.min(rounds, 5)),
      await benchEventLoop(store, rounds),
      await benchClosing(store, Math.min(rounds, 5)),
    ]
    await store.close()
    return [
      ...tables,
      await benchWalkingAlone(file, needles),
      await benchTouching(file, rounds),
      await benchIndexing(file, Math.min(rounds, 3)),
    ]
  } finally {
    await rm(directory, { recursive: true })
  }
}

function page(store: RegistryStore, sort: Sort, filters: readonly Filter[] = [], cursor: string | null = null) {
  return store.page({ scope: allListed, filters, now, sort, limit: 100, cursor })
}

/** @param number where a page begins among those with the same value, which for some columns are most of all; 0: at the very first */
async function benchSorts(store: RegistryStore, title: string, rounds: number, number = 0): Promise<Table> {
  const [someone] = (await page(store, [{ field: 'loggedOnAt', descending: false }])).items.slice(50)
  const cursorFor = (sort: Sort) =>
    someone && number > 0 ? printPosition(sort, positionOf(someone, number, sort)) : null
  const rows = await interleave(
    sortFields.flatMap((field) =>
      [false, true].map((descending) => {
        const sort: Sort = [{ field, descending }]
        return { what: field, run: () => page(store, sort, [], cursorFor(sort)) }
      }),
    ),
    rounds,
  )
  return {
    title,
    unit: 'ms',
    rows: sortFields.map((field) =>
      together(
        `by ${field}, both directions`,
        rows.filter(({ what }) => what === field),
        pageGoal,
      ),
    ),
    notes: ['In process: from the call to the sessions, across a thread and back.'],
  }
}

async function benchNeedles(
  store: RegistryStore,
  needles: readonly Needle[],
  title: string,
  rounds: number,
): Promise<Table> {
  const rows = await interleave(
    needles.flatMap(({ what, filter }) => sorts.map((sort) => ({ what, run: () => page(store, sort, [filter]) }))),
    rounds,
  )
  return {
    title,
    unit: 'ms',
    rows: needles.map(({ what }) =>
      together(
        what,
        rows.filter((row) => row.what === what),
        pageGoal,
      ),
    ),
    notes: [`Each by ${sorts.map(([{ field }]) => field).join(', ')}.`],
  }
}

async function benchCounts(
  store: RegistryStore,
  needles: readonly Needle[],
  title: string,
  rounds: number,
): Promise<Table> {
  const search = (filters: readonly Filter[]) => ({ scope: allListed, filters, now })
  const rows = await interleave(
    [
      { what: 'summary of all', run: () => store.summarize(search([])) },
      ...needles.map(({ what, filter }) => ({
        what: `summary, ${what}`,
        run: () => store.summarize(search([filter])),
      })),
    ],
    rounds,
  )
  return { title, unit: 'ms', rows, notes: ['By a thread of its own: no page waits for it.'] }
}

/** What the thread that answers requests is kept from doing while much is exported and summarized; and while nothing is. */
async function benchEventLoop(store: RegistryStore, rounds: number): Promise<Table> {
  const search = { scope: allListed, filters: [], now }
  const containing: Filter = { field: 'userId', operator: 'contains', value: 'an' }
  const sort: Sort = [{ field: 'lastName', descending: false }]
  const busy: number[] = []
  const idle: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now()
    const longest = await longestDelay(async () => {
      const summary = store.summarize({ ...search, filters: [containing] })
      let batches = 0
      for await (const _batch of store.exportSessions({ ...search, sort }, new AbortController().signal))
        if ((batches += 1) === 40) break
      await summary
    })
    busy.push(longest)
    idle.push(await longestDelay(() => setTimeout(performance.now() - began)))
  }
  return {
    title: 'The longest that the thread which asks is held up',
    unit: 'ms',
    rows: [
      { what: 'while 20,000 sessions are exported and a search is summarized', samples: busy, goal: '≤ 10' },
      { what: 'for as long, while nothing is asked', samples: idle },
    ],
    notes: ['By `monitorEventLoopDelay`, which also counts what other programs take from this one.'],
  }
}

async function longestDelay(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  await work()
  delay.disable()
  return delay.max / 1e6
}

/** The alternative: the index of the sort alone, each session looked at until the page is full. */
async function benchWalkingAlone(file: string, needles: readonly Needle[]): Promise<Table> {
  const connection = openConnection({ file, readOnly: true, cacheMiB: 64, isMapped: true })
  const rows = await interleave(
    needles.map(({ what, filter }) => ({
      what,
      run: () =>
        connection.all({
          sql: `SELECT id FROM session INDEXED BY grid_by_last_name WHERE in_grid = 1 AND instr(user_id, ?) > 0
            ORDER BY last_name, id LIMIT 100`,
          values: [String(filter.value)],
        }),
    })),
    3,
  )
  connection.close()
  return { title: 'The same by walking the index of the last name alone', unit: 'ms', rows, notes: [] }
}
