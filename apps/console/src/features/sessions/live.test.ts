import { describe, expect, test } from 'vitest'
import { follow, nothingHappened } from './live.ts'

const event = { ended: [], changed: [], many: false }

describe('what has happened to the listed rows', () => {
  test('a session that ended is known with its reason until the list is read anew', () => {
    const ended = follow(nothingHappened, {
      type: 'event',
      event: { ...event, ended: [{ id: 's1', ending: 'idle-limit' }] },
    })

    expect(ended.endings.get('s1')).toBe('idle-limit')
    expect(follow(ended, { type: 'listed' })).toEqual(nothingHappened)
  })

  test('a reason once known is not lost when the session is later found gone', () => {
    const ended = follow(nothingHappened, {
      type: 'event',
      event: { ...event, ended: [{ id: 's1', ending: 'closure' }] },
    })

    const read = follow(ended, { type: 'read', ids: ['s1'], gone: [{ id: 's1', ending: null }] })

    expect(read.endings.get('s1')).toBe('closure')
  })

  test('a changed row is in doubt until it is read', () => {
    const changed = follow(nothingHappened, { type: 'event', event: { ...event, changed: ['s1', 's2'] } })

    const read = follow(changed, { type: 'read', ids: ['s1'], gone: [] })

    expect([...changed.changed]).toEqual(['s1', 's2'])
    expect([...read.changed]).toEqual(['s2'])
  })

  test('more changes than an event can name put every row in doubt', () => {
    const many = follow(nothingHappened, { type: 'event', event: { ...event, many: true } })

    expect(many.isUnsure).toBe(true)
    expect(follow(many, { type: 'sure' }).isUnsure).toBe(false)
    expect(follow(nothingHappened, { type: 'missed' }).isUnsure).toBe(true)
  })

  test('news that concern no row change nothing', () => {
    expect(follow(nothingHappened, { type: 'event', event })).toBe(nothingHappened)
  })
})
