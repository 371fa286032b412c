import type { SourceView } from '@curfew/contract'
import { expect, test } from 'vitest'
import { earlierKeyInUse, keysOf, lastSeenOf } from './standing.ts'

const now = new Date('2026-05-04T14:05:00.000Z')
const at = (hours: number) => new Date(now.getTime() + hours * 3_600_000).toISOString()
const aKey = (id: string, extra: Partial<SourceView['keys'][number]> = {}) => ({
  id,
  createdAt: at(-1),
  expiresAt: null,
  lastUsedAt: null,
  ...extra,
})

test('a source that is silent says since when, or that it was never heard of', () => {
  expect(lastSeenOf({ lastSeenAt: at(-1), silent: false })).toEqual({ standing: 'seen', at: new Date(at(-1)) })
  expect(lastSeenOf({ lastSeenAt: null, silent: false })).toEqual({ standing: 'never' })
  expect(lastSeenOf({ lastSeenAt: at(-1), silent: true })).toEqual({ standing: 'silent', at: new Date(at(-1)) })
  expect(lastSeenOf({ lastSeenAt: null, silent: true })).toEqual({ standing: 'silent', at: null })
})

test('keys are shown newest first, and say whether they have run out', () => {
  const keys = keysOf(
    {
      keys: [
        aKey('first', { createdAt: at(-72), expiresAt: at(-24) }),
        aKey('third', { createdAt: at(-1) }),
        aKey('second', { createdAt: at(-48), expiresAt: at(1) }),
      ],
    },
    now,
  )

  expect(keys.map(({ id, isNewest, hasRunOut }) => ({ id, isNewest, hasRunOut }))).toEqual([
    { id: 'third', isNewest: true, hasRunOut: false },
    { id: 'second', isNewest: false, hasRunOut: false },
    { id: 'first', isNewest: false, hasRunOut: true },
  ])
})

test('an earlier key in use is pointed out until the newest one is used', () => {
  const inUse = (...keys: SourceView['keys']) => earlierKeyInUse(keysOf({ keys }, now))?.id
  const newest = aKey('newest')
  const earlier = aKey('earlier', { createdAt: at(-48), expiresAt: at(20), lastUsedAt: at(-0.1) })

  expect(inUse(newest, earlier)).toBe('earlier')
  expect(inUse({ ...newest, lastUsedAt: at(0) }, earlier)).toBeUndefined()
  expect(inUse(newest, { ...earlier, lastUsedAt: null })).toBeUndefined()
  expect(inUse(newest, { ...earlier, expiresAt: at(-0.1) })).toBeUndefined()
  expect(inUse(newest, earlier, aKey('longest', { createdAt: at(-9), expiresAt: at(30), lastUsedAt: at(-8) }))).toBe(
    'longest',
  )
  expect(inUse()).toBeUndefined()
})
