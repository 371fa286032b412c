import { allListed } from '@curfew/registry'
import { aNewSession } from '@curfew/registry/cast'
import { expect, test, vi } from 'vitest'
import { aDirectory, aStore } from './a-directory.test-kit.ts'

// Threads and processes are started here, on machines that may have much else to do.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const everything = { scope: allListed, filters: [], now: new Date('2026-03-02T09:15:00.000Z') }

function many(count: number) {
  return Array.from({ length: count }, () => aNewSession({ userAgent: 'x'.repeat(500) }))
}

test('a full disk fails the command that does not fit, and loses nothing', async () => {
  const directory = await aDirectory()
  const store = await aStore({ directory, maxPages: 200 })
  const fitting = many(20)
  await store.register(fitting)

  const failed = store.register(many(2_000))

  await expect(failed).rejects.toMatchObject({
    code: 'store-unavailable',
    message: 'The disk is full. Nothing was changed; make room, then repeat it.',
  })
  expect(await store.count(everything)).toBe(20)
  expect((await store.summarize(everything)).total).toBe(20)
  await store.close()
  const reopened = await aStore({ directory })
  expect(await reopened.count(everything)).toBe(20)
  await reopened.register(many(2_000))
  expect(await reopened.count(everything)).toBe(2_020)
})

test('with the disk full, what needs no room is still done', async () => {
  const directory = await aDirectory()
  const store = await aStore({ directory, maxPages: 200 })
  const [session = aNewSession(), ...others] = many(20)
  await store.register([session, ...others])
  await expect(store.register(many(2_000))).rejects.toMatchObject({ code: 'store-unavailable' })

  const ended = await store.endSessions({
    ending: 'logoff',
    at: everything.now,
    closureId: null,
    sessions: [{ sessionId: session.id, status: 'closed', deliveries: [] }],
    audit: [],
  })

  expect(ended).toEqual([session.id])
  expect(await store.count(everything)).toBe(19)
})

test('of writes that share a commit, only the one that does not fit fails', async () => {
  const directory = await aDirectory()
  const store = await aStore({ directory, maxPages: 200 })
  const small = Array.from({ length: 10 }, () => aNewSession())
  const large = Array.from({ length: 90 }, () => aNewSession({ userAgent: 'x'.repeat(20_000) }))

  const outcomes = await Promise.allSettled([
    ...small.slice(0, 5).map((session) => store.register([session])),
    store.register(large),
    ...small.slice(5).map((session) => store.register([session])),
  ])

  expect(outcomes.map(({ status }) => status)).toEqual([
    ...Array<string>(5).fill('fulfilled'),
    'rejected',
    ...Array<string>(5).fill('fulfilled'),
  ])
  expect(await store.count(everything)).toBe(10)
  const found = await store.page({
    ...everything,
    sort: [{ field: 'userId', descending: false }],
    limit: 50,
    cursor: null,
  })
  expect(found.items).toHaveLength(10)
})
