import { describe, expect, test } from 'vitest'
import { follow, nothingHappened, toReadAgain } from './live.ts'

describe('what has happened to the listed rows', () => {
  test('a session that ended is known with its reason', () => {
    const live = follow(nothingHappened, {
      type: 'told',
      event: { ended: [{ id: 's1', ending: 'idle-limit' }], changed: [] },
    })

    expect(live.endings.get('s1')).toBe('idle-limit')
  })

  test('a reason once known is not lost when the session is later found gone', () => {
    const live = follow(nothingHappened, {
      type: 'told',
      event: { ended: [{ id: 's1', ending: 'closure' }], changed: [] },
    })

    const read = follow(live, { type: 'read', ids: ['s1'], ended: [{ id: 's1', ending: null }] })

    expect(read.endings.get('s1')).toBe('closure')
  })

  test('a changed row is read again once it is in view, and only then', () => {
    const live = follow(nothingHappened, { type: 'told', event: { ended: [], changed: ['s1', 's2'] } })

    const read = follow(live, { type: 'read', ids: ['s1'], ended: [] })

    expect(toReadAgain(live, ['s0', 's1'])).toEqual(['s1'])
    expect(toReadAgain(read, ['s1'])).toEqual([])
    expect(toReadAgain(read, ['s2'])).toEqual(['s2'])
  })

  test('a row that was closed is read once more: it may only be closing yet', () => {
    const live = follow(nothingHappened, {
      type: 'told',
      event: { ended: [{ id: 's1', ending: 'closure' }], changed: [] },
    })

    const read = follow(live, { type: 'read', ids: ['s1'], ended: [] })

    expect(toReadAgain(live, ['s1'])).toEqual(['s1'])
    expect(toReadAgain(read, ['s1'])).toEqual([])
  })

  test('a row that is over for another reason is not read again', () => {
    const live = follow(nothingHappened, {
      type: 'told',
      event: { ended: [{ id: 's1', ending: 'logoff' }], changed: ['s1'] },
    })

    expect(toReadAgain(live, ['s1'])).toEqual([])
  })

  test('news of sessions that are not shown do not pile up without end', () => {
    const ids = Array.from({ length: 30_000 }, (_, index) => `s${index}`)

    const live = follow(nothingHappened, {
      type: 'told',
      event: { ended: ids.map((id) => ({ id, ending: 'source' })), changed: ids },
    })

    expect(live.endings.size).toBe(20_000)
    expect(live.doubted.size).toBe(20_000)
    expect(live.endings.has('s29999')).toBe(true)
  })

  test('news that concern no row render nothing again', () => {
    const live = follow(nothingHappened, { type: 'told', event: { ended: [], changed: [] } })

    expect(live.endings).toBe(nothingHappened.endings)
    expect(live.doubted).toBe(nothingHappened.doubted)
  })
})
