import { type Filter, type Sort, sessionKinds, sortFields } from '@curfew/contract'
import { compareSessions, isListed, isPresent, matches, type Search, type Session } from '@curfew/registry'
import { aNewSession } from '@curfew/registry/cast'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allPages, ids, searchFor } from './acts.ts'
import { doTo, type Life, life, live, search } from './arbitrary.ts'
import { forEachStore, forgetSessions, type TestedStore } from './stores.ts'

const lives = fc.array(life, { maxLength: 20, size: 'max' })

forEachStore('search', (store) => {
  test('pages, counts, summary and export say what looking at every session says', async () => {
    const property = fc.asyncProperty(
      lives,
      fc.array(search, { minLength: 1, maxLength: 6, size: 'max' }),
      async (all, searches) => {
        await forgetSessions(store())
        await live(store(), all)

        for (const { filters, sort, limit, at } of searches) {
          const expected = (await found(store(), all, searchFor(filters, at))).sort(
            compareSessions(sort, asRegistered(all)),
          )
          const pages = await allPages(store(), { filters, sort, limit, at })
          expect(ids(pages)).toEqual(ids(expected))
          expect(pages).toEqual(expected)
          expect(await store().count(searchFor(filters, at))).toBe(expected.length)
          await expectSummary(store(), searchFor(filters, at), expected)
        }
      },
    )

    await fc.assert(property, { numRuns: 150 })
  })

  test('a needle in more words than few, had by sessions far apart, finds them in every order', async () => {
    const begun = Date.parse('2026-03-02T09:00:00.000Z')
    const sessions = Array.from({ length: 60 }, (_, number) =>
      aNewSession({
        id: `session ${number}`,
        userId: number % 10 === 3 ? `hanna.${number}` : `otto.${number % 7}`,
        lastName: `Last ${(number * 7) % 60}`,
        clientAddress: `192.0.2.${(number * 11) % 60}`,
        loggedOnAt: new Date(begun + ((number * 13) % 60) * 1000),
        lastActivityAt: new Date(begun + 60_000 + ((number * 17) % 60) * 1000),
      }),
    )
    await store().register(sessions)
    const filters: Filter[] = [{ field: 'userId', operator: 'contains', value: 'anna' }]
    const at = new Date(begun + 180_000)
    const hers = sessions.flatMap(({ id, userId }) => (userId.startsWith('hanna') ? [id] : []))

    for (const sort of sortFields.flatMap((field): Sort[] => [
      [{ field, descending: false }],
      [{ field, descending: true }],
      [
        { field, descending: false },
        { field: 'lastName', descending: true },
      ],
    ])) {
      const expected = Array.from(await store().sessionsByIds(hers)).sort(compareSessions(sort, byNumber))
      expect(ids(await allPages(store(), { filters, sort, limit: 2, at })), JSON.stringify(sort)).toEqual(ids(expected))
    }

    function byNumber(one: Session, other: Session) {
      return sessions.findIndex(({ id }) => id === one.id) - sessions.findIndex(({ id }) => id === other.id)
    }
  })

  test('going through the pages while sessions come, go and move shows each one that stays once', {
    timeout: 60_000,
  }, async () => {
    const change = fc.record({
      newcomers: fc.array(life, { maxLength: 2 }),
      moved: fc.array(
        life.map(({ doings }) => doings),
        { maxLength: 2 },
      ),
    })
    const property = fc.asyncProperty(
      lives,
      search,
      fc.array(change, { maxLength: 6 }),
      async (all, asked, changes) => {
        await forgetSessions(store())
        await live(store(), all)
        const { filters, sort, limit, at } = asked
        const before = await found(store(), all, searchFor(filters, at))
        const shown: Session[] = []
        const left = [...changes]

        let cursor: string | null = null
        do {
          const page = await store().page({ ...searchFor(filters, at), sort, limit, cursor })
          shown.push(...page.items)
          cursor = page.nextCursor
          const next = left.shift()
          if (next) {
            await live(store(), next.newcomers)
            for (const [index, doings] of next.moved.entries())
              for (const doing of doings) await doTo(store(), all[index]?.session.id ?? '', doing)
          }
        } while (cursor !== null)

        const after = new Map(
          (await found(store(), all, searchFor(filters, at))).map((session) => [session.id, session]),
        )
        const stayed = before.filter((session) => JSON.stringify(after.get(session.id)) === JSON.stringify(session))
        const stayedIds = new Set(ids(stayed))
        expect(ids(shown).filter((id) => stayedIds.has(id))).toEqual(
          ids(stayed.sort(compareSessions(sort, asRegistered(all)))),
        )
      },
    )

    await fc.assert(property, { numRuns: 100 })
  })
})

/** They were registered in this order. */
function asRegistered(all: readonly Life[]) {
  const numbers = new Map(all.map(({ session }, number) => [session.id, number]))
  const numberOf = ({ id }: Session) => numbers.get(id) ?? -1
  return (one: Session, other: Session) => numberOf(one) - numberOf(other)
}

/** What the store should find, told by the registry's rules about each session by itself. */
async function found(store: TestedStore, all: readonly Life[], { filters, now }: Search): Promise<Session[]> {
  const sessions = await store.sessionsByIds(all.map(({ session }) => session.id))
  return sessions.filter((session) => isListed(session) && isPresent(session, now) && matches(session, filters, now))
}

async function expectSummary(store: TestedStore, search: Search, expected: readonly Session[]) {
  const { total, byKind, byStatus, bySource, loggedOnHistogram } = await store.summarize(search)
  const countOf = (is: (session: Session) => boolean) => expected.filter(is).length

  expect(total).toBe(expected.length)
  expect(byKind).toEqual(
    sessionKinds.flatMap((kind) => {
      const count = countOf((session) => session.kind === kind)
      return count > 0 ? [{ kind, count }] : []
    }),
  )
  expect(byStatus.map(({ status, count }) => [status, count])).toEqual(
    (['active', 'abandoned-in-progress', 'closing'] as const).flatMap((status) => {
      const count = countOf((session) => session.status === status)
      return count > 0 ? [[status, count]] : []
    }),
  )
  for (const { source, count } of bySource) expect(count).toBe(countOf((session) => session.source === source))
  expect(bySource.map(({ count }) => count)).toEqual(
    bySource.map(({ count }) => count).sort((one, other) => other - one),
  )
  for (const { from, to, count } of loggedOnHistogram)
    expect(count).toBe(countOf(({ loggedOnAt }) => loggedOnAt >= from && loggedOnAt < to))
  expect(loggedOnHistogram.reduce((sum, { count }) => sum + count, 0)).toBe(expected.length)
}
