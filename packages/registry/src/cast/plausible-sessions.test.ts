import { sessionKinds } from '@curfew/contract'
import { createMemoryStore } from '@curfew/store/memory'
import { expect, test } from 'vitest'
import { allListed, hasExpired, isListed } from '../index.ts'
import { personAt } from './people.ts'
import { plausibleSessions } from './plausible-sessions.ts'
import { populate } from './populate.ts'

const now = new Date('2026-03-02T15:00:00.000Z')
const sessions = Array.from(plausibleSessions({ count: 5_000, seed: 7, now }))

test('the same seed makes the same sessions, another one makes others', () => {
  const made = (seed: number) => Array.from(plausibleSessions({ count: 5_000, seed, now }).take(50))

  expect(made(7)).toEqual(sessions.slice(0, 50))
  expect(made(8)).not.toEqual(sessions.slice(0, 50))
})

test('every session is within its limits, and its life lies in the past', () => {
  for (const session of sessions) {
    expect(hasExpired(session, now)).toBe(false)
    expect(session.loggedOnAt.getTime()).toBeLessThanOrEqual(session.lastActivityAt.getTime())
    expect(session.lastActivityAt.getTime()).toBeLessThanOrEqual(now.getTime())
  }
})

test('ids and handles are unique, and ids sort by beginning', () => {
  expect(new Set(sessions.map(({ id }) => id)).size).toBe(sessions.length)
  expect(new Set(sessions.map(({ sourceId, handle }) => `${sourceId} ${handle}`)).size).toBe(sessions.length)
  for (const { id } of sessions) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  const byId = sessions.toSorted((one, other) => (one.id < other.id ? -1 : 1))
  expect(byId.map(({ loggedOnAt }) => loggedOnAt)).toEqual(
    sessions.map(({ loggedOnAt }) => loggedOnAt).sort((one, other) => Number(one) - Number(other)),
  )
})

test('there are sessions of every kind, listed and not, direct and through the web tier, some with a command in flight', () => {
  expect(new Set(sessions.map(({ kind }) => kind))).toEqual(new Set(sessionKinds))
  expect(sessions.some((session) => !isListed(session) && session.kind === 'operations-console')).toBe(true)
  expect(sessions.some((session) => isListed(session) && session.kind === 'operations-console')).toBe(true)
  expect(new Set(sessions.map(({ via }) => via))).toEqual(new Set([null, 'direct', 'web-tier']))
  expect(sessions.filter(({ command }) => command).length).toBeGreaterThan(5)
  const begun = sessions.filter(({ status }) => status === 'abandoned-in-progress')
  expect(begun.length).toBeGreaterThan(100)
})

test('most people have one or two sessions, a few have very many', () => {
  const counts = Object.values(Object.groupBy(sessions, ({ userId }) => userId)).map((all = []) => all.length)

  expect(Math.max(...counts)).toBeGreaterThan(20)
  expect(counts.filter((count) => count <= 2).length / counts.length).toBeGreaterThan(0.7)
})

test('people write their names in many scripts, also beyond the basic plane', () => {
  const names = Array.from({ length: 2_000 }, (_, number) => personAt(number))
    .map(({ firstName, lastName }) => firstName + lastName)
    .join('')

  for (const script of [
    'Latin',
    'Cyrillic',
    'Greek',
    'Arabic',
    'Hebrew',
    'Han',
    'Hiragana',
    'Katakana',
    'Hangul',
    'Devanagari',
  ])
    expect(names).toMatch(new RegExp(`\\p{Script=${script}}`, 'u'))
  expect(names).toContain('𠮷')
})

test('no two people have the same user id, and some differ only in case or script', () => {
  const userIds = Array.from({ length: 20_000 }, (_, number) => personAt(number).userId)

  expect(new Set(userIds).size).toBe(userIds.length)
  expect(userIds.some((userId) => /[A-Z]/.test(userId))).toBe(true)
  expect(userIds.some((userId) => /\p{Script=Cyrillic}/u.test(userId))).toBe(true)
})

test('a store that is populated has them all, with their activity and commands', async () => {
  const store = createMemoryStore()

  await populate(store, { count: 5_000, seed: 7, now })

  for (const { id, userId, lastActivityAt, command } of sessions)
    expect(await store.sessionById(id)).toMatchObject({ userId, lastActivityAt, command })
  const listed = sessions.filter(isListed).length
  expect(await store.count({ scope: allListed, filters: [], now })).toBe(listed)
})

test('a million are made without keeping any', () => {
  const some = plausibleSessions({ count: 1_000_000, now })

  expect(some.next().value?.handle).toBe('1-0')
  expect(Array.from(some.take(10))).toHaveLength(10)
})
