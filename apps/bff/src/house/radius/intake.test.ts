import type { AccountingEvent } from '@curfew/radius'
import type { AccountingNews, NasRestart } from '@curfew/registry'
import { expect, test } from 'vitest'
import { aRegistry } from '../../../../../packages/registry/src/a-registry.test-kit.ts'
import type { AskedBookkeeping } from './bookkeeping.ts'
import { createIntake } from './intake.ts'

const restart: NasRestart = { sourceId: 'vpn', nasKey: 'nas', at: new Date(), by: 'accounting-on' }
const restarted: AccountingEvent = {
  kind: 'accounting-on',
  sourceId: 'vpn',
  nas: { key: 'nas', sentFrom: '192.0.2.1', identifier: 'nas', ipAddress: null, ipv6Address: null },
  receivedAt: restart.at,
  sentAt: restart.at,
  happenedAt: restart.at,
  isTimed: true,
  clockOffsetSeconds: null,
}
const nothingNew: AccountingNews = { change: null, held: [] }

/** An intake, and what it asked for and announced. */
function anIntake(bookkeeping: AskedBookkeeping, restarts: NasRestart[] = []) {
  const { ports, store, changes } = aRegistry()
  const errors: unknown[] = []
  store.unfinishedRestarts = async () => [...restarts]
  store.finishRestart = async (finished) => void restarts.splice(restarts.indexOf(finished), 1)
  return { intake: createIntake(ports, bookkeeping, (error) => errors.push(error)), changes, errors, restarts }
}

test('what cannot be written is not announced, and whoever waits for it learns why', async () => {
  const failure = new Error('The disk is full.')
  const { intake, changes } = anIntake({ hear: async () => Promise.reject(failure), endPage: async () => nothingMore })

  await expect(intake.commit([restarted])).rejects.toBe(failure)

  expect(changes).toEqual([])
})

test('what a restart has ended is ended page by page, each page is announced, and then it is finished', async () => {
  const asked: (string | null)[] = []
  const pages = ['b', 'd', null]
  const { intake, changes, errors, restarts } = anIntake(
    {
      hear: async () => nothingNew,
      async endPage(_restart, after) {
        asked.push(after)
        return { ...nothingNew, change: { changed: [String(after)] }, next: pages[asked.length - 1] ?? null }
      },
    },
    [restart],
  )

  await intake.commit([restarted])
  await expect.poll(() => restarts).toEqual([])

  expect(asked).toEqual([null, 'b', 'd'])
  expect(changes).toEqual([{ changed: ['null'] }, { changed: ['b'] }, { changed: ['d'] }])
  expect(errors).toEqual([])
})

test('a restart stays unfinished when a page of it cannot be ended, and is gone on with', async () => {
  let isFull = true
  const { intake, errors, restarts } = anIntake(
    {
      hear: async () => nothingNew,
      endPage: async () => (isFull ? Promise.reject(new Error('The disk is full.')) : nothingMore),
    },
    [restart],
  )

  await intake.commit([restarted])
  await expect.poll(() => errors.length).toBe(1)
  expect(restarts).toEqual([restart])
  isFull = false
  await intake.finishRestarts()

  expect(restarts).toEqual([])
})

const nothingMore = { ...nothingNew, next: null }
