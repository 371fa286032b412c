import type { Sort } from '@curfew/contract'
import { aNewSession } from '@curfew/registry/cast'
import { expect, test } from 'vitest'
import { allPages, byUser, end, ids, minutesLater, now, searchFor } from './acts.ts'
import { forEachStore } from './stores.ts'

const byCommand: Sort = [{ field: 'commandStartedAt', descending: true }]

forEachStore('pages', (store) => {
  test('a page ends with a cursor only when something follows it', async () => {
    await store().register([aNewSession({ userId: 'ada' }), aNewSession({ userId: 'bob' })])
    const ask = (limit: number, cursor: string | null) => store().page({ ...searchFor(), sort: byUser, limit, cursor })

    const whole = await ask(2, null)
    const first = await ask(1, null)
    const second = await ask(1, first.nextCursor)

    expect(whole.nextCursor).toBeNull()
    expect(first.items.map(({ userId }) => userId)).toEqual(['ada'])
    expect(second.items.map(({ userId }) => userId)).toEqual(['bob'])
    expect(second.nextCursor).toBeNull()
  })

  test('text is ordered by code point: capitals first, what is beyond the basic plane last', async () => {
    const users = ['\u{1f600}', 'b', 'B', '\ue000', 'ä', 'a', '']
    await store().register(users.map((userId) => aNewSession({ userId })))

    const found = await allPages(store())

    expect(found.map(({ userId }) => userId)).toEqual(['', 'B', 'a', 'b', 'ä', '\ue000', '\u{1f600}'])
  })

  test('no command in flight stands below every command, and the pages go on across it', async () => {
    const sessions = [aNewSession(), aNewSession(), aNewSession(), aNewSession()]
    await store().register(sessions)
    const [first, second] = ids(await allPages(store(), { sort: [{ field: 'commandStartedAt', descending: false }] }))
    await store().setCommand(first ?? '', { name: 'Export', startedAt: minutesLater(1) })
    await store().setCommand(second ?? '', { name: 'Export', startedAt: minutesLater(2) })

    const found = await allPages(store(), { sort: byCommand, limit: 1 })

    expect(found.map(({ command }) => command?.startedAt ?? null)).toEqual([
      minutesLater(2),
      minutesLater(1),
      null,
      null,
    ])
  })

  test.each([
    ['no cursor at all', 'nonsense'],
    ['an empty one', ''],
    ['JSON of something else', btoa('{"a":1}')],
    ['one with values of another kind', btoa(JSON.stringify(['userId', 7, 1]))],
    ['one with too few values', btoa(JSON.stringify(['userId', 'session-1']))],
    ['one that ends in no number', btoa(JSON.stringify(['userId', 'ada', null]))],
  ])('%s is refused as a cursor', async (_what, cursor) => {
    const refused = store().page({ ...searchFor(), sort: byUser, limit: 1, cursor })

    await expect(refused).rejects.toMatchObject({ code: 'invalid-request' })
  })

  test('a cursor of another sort is refused', async () => {
    await store().register([aNewSession(), aNewSession()])
    const { nextCursor } = await store().page({ ...searchFor(), sort: byCommand, limit: 1, cursor: null })

    const refused = store().page({ ...searchFor(), sort: byUser, limit: 1, cursor: nextCursor })

    expect(nextCursor).not.toBeNull()
    await expect(refused).rejects.toMatchObject({ code: 'invalid-request' })
  })

  test('an export gives everything that matches, in order, and nothing that is not listed', async () => {
    const sessions = Array.from({ length: 1_203 }, (_, number) => aNewSession({ userId: `user-${1_203 - number}` }))
    await store().register([...sessions, aNewSession({ kind: 'authentication-agent' })])
    const search = { ...searchFor([{ field: 'userId', operator: 'contains', value: 'er-' }]), sort: byUser }

    const batches: string[][] = []
    for await (const batch of store().exportSessions(search, new AbortController().signal)) batches.push(ids(batch))

    const expected = ids(await allPages(store(), { limit: 500 }))
    expect(batches.flat()).toEqual(expected)
    expect(expected).toHaveLength(1_203)
    expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThanOrEqual(1_000)
  })

  test('an export stops between two batches when its signal fires', async () => {
    await store().register(Array.from({ length: 1_100 }, () => aNewSession()))
    const controller = new AbortController()
    const seen: number[] = []

    const exporting = (async () => {
      for await (const batch of store().exportSessions({ ...searchFor(), sort: byUser }, controller.signal)) {
        seen.push(batch.length)
        controller.abort(new Error('The session was closed'))
      }
    })()

    await expect(exporting).rejects.toThrow('The session was closed')
    expect(seen).toHaveLength(1)
  })

  test('what has expired is nowhere to be found, though no sweep has run', async () => {
    const session = aNewSession({ idleLimitSeconds: 60, loggedOnAt: now })
    await store().register([session])

    const counts = [minutesLater(0), minutesLater(1)].map((at) => store().count(searchFor([], at)))

    expect(await Promise.all(counts)).toEqual([1, 0])
    expect(await allPages(store(), { at: minutesLater(1) })).toEqual([])
    expect((await store().summarize(searchFor([], minutesLater(1)))).total).toBe(0)
  })

  test('a summary names kinds and statuses in the order of the words, and the ten busiest sources', async () => {
    const ofSource = (source: string, count: number) => Array.from({ length: count }, () => aNewSession({ source }))
    const sources = Array.from({ length: 12 }, (_, number) => ofSource(`source-${number}`, number + 1)).flat()
    const radius = aNewSession({ kind: 'radius', source: 'source-11' })
    await store().register([radius, ...sources])
    await end(store(), [radius.id], { status: 'closing' })

    const summary = await store().summarize(searchFor())

    expect(summary.total).toBe(79)
    expect(summary.byKind).toEqual([
      { kind: 'self-service-console', count: 78 },
      { kind: 'radius', count: 1 },
    ])
    expect(summary.byStatus).toEqual([
      { status: 'active', count: 78 },
      { status: 'closing', count: 1 },
    ])
    expect(summary.bySource).toHaveLength(10)
    expect(summary.bySource[0]).toEqual({ source: 'source-11', count: 13 })
    expect(summary.bySource.at(-1)).toEqual({ source: 'source-2', count: 3 })
  })

  test('the histogram has equal buckets on round times, without a gap', async () => {
    const at = (iso: string) => aNewSession({ loggedOnAt: new Date(iso) })
    await store().register([
      at('2026-03-02T09:00:30.000Z'),
      at('2026-03-02T09:07:10.000Z'),
      at('2026-03-02T09:07:50.000Z'),
    ])

    const { loggedOnHistogram } = await store().summarize(searchFor([], new Date('2026-03-02T09:08:00.000Z')))

    expect(loggedOnHistogram).toHaveLength(8)
    expect(loggedOnHistogram[0]).toEqual({
      from: new Date('2026-03-02T09:00:00.000Z'),
      to: new Date('2026-03-02T09:01:00.000Z'),
      count: 1,
    })
    expect(loggedOnHistogram.map(({ count }) => count)).toEqual([1, 0, 0, 0, 0, 0, 0, 2])
  })

  test('nothing found has no histogram', async () => {
    expect(await store().summarize(searchFor())).toEqual({
      total: 0,
      byKind: [],
      byStatus: [],
      bySource: [],
      loggedOnHistogram: [],
    })
  })
})
