import { allListed } from '@curfew/registry'
import { expect, test } from 'vitest'
import { assembleStore } from './assemble.ts'
import type { Connection } from './connection.ts'
import type { ReaderActs } from './reader.ts'
import type { StoreWorker } from './worker.ts'
import type { WriterActs } from './writer.ts'

const now = new Date('2026-03-02T09:15:00.000Z')
const search = { scope: allListed, filters: [], now }
const page = { ...search, sort: [{ field: 'userId', descending: false }] as const, limit: 10, cursor: null }
const actor = { userId: 'ada', firstName: '', lastName: '', sessionId: null }

/** A store of threads that do nothing but say who was asked for what. */
function aStoreOfNames() {
  const asked: string[] = []
  const thread = (who: string) => ({
    ask: (name: string) => {
      asked.push(`${who}: ${name}`)
      return Promise.resolve({ items: [], nextCursor: null })
    },
    close: () => Promise.resolve(),
  })
  const untouchable = new Proxy(
    {},
    {
      get(_target, name) {
        throw new Error(`This thread used its connection: ${String(name)}`)
      },
    },
  )
  const store = assembleStore({
    // Only their names are asked for, and what they answer is not looked at.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- doubles
    writer: thread('writer') as unknown as StoreWorker<WriterActs>,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- doubles
    readers: [thread('pages'), thread('counts')] as unknown as StoreWorker<ReaderActs>[],
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- doubles
    connection: untouchable as Connection,
    close: () => Promise.resolve(),
  })
  return { store, asked }
}

test('what may read much is read in a thread of its own, summaries and exports apart from pages', async () => {
  const { store, asked } = aStoreOfNames()

  await store.page(page)
  await store.plannedSessions('plan', 0, 1_000)
  await store.sessionsByUser('ada', ['api'])
  await store.sessionsByIds(['one'])
  await store.expiredSessions(now, 1_000)
  await store.dueDeliveries(now, 1_000, { atOnce: {}, underWay: new Map() })
  await store.receipts('closure', [], 100, null)
  await store.closures(100, null)
  await store.summarize(search)
  await store.count(search)
  await store.countDeliveries(['closure'])
  for await (const _batch of store.exportSessions(page, new AbortController().signal));

  expect(asked).toEqual([
    'pages: page',
    'pages: plannedSessions',
    'pages: sessionsByUser',
    'pages: sessionsByIds',
    'pages: expiredSessions',
    'pages: dueDeliveries',
    'pages: receipts',
    'pages: closures',
    'counts: summarize',
    'counts: count',
    'counts: countDeliveries',
    'counts: page',
  ])
})

test('what writes is written by the one thread that writes', async () => {
  const { store, asked } = aStoreOfNames()

  await store.register([])
  await store.recordActivity([])
  await store.endSessions({ ending: 'logoff', at: now, closureId: null, sessions: [], audit: [] })
  await store.createPlan({ id: 'plan', selection: { sessionIds: [] }, scope: allListed, actor, now, expiresAt: now })
  await store.advanceDeliveries([])
  await store.forgetEnded(now, 1_000)
  await store.writeAudit([])

  expect(asked).toEqual(
    ['register', 'recordActivity', 'endSessions', 'createPlan', 'advanceDeliveries', 'forgetEnded', 'writeAudit'].map(
      (name) => `writer: ${name}`,
    ),
  )
})
