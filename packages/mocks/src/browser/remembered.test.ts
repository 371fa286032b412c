import { expect, test } from 'vitest'
import { addressOfScenario, remember, remembered, withoutMockWords } from './remembered.ts'

/** A tab's storage. */
function aStorage(): Storage {
  const kept = new Map<string, string>()
  return {
    get length() {
      return kept.size
    },
    clear: () => kept.clear(),
    getItem: (key) => kept.get(key) ?? null,
    key: (position) => [...kept.keys()][position] ?? null,
    removeItem: (key) => void kept.delete(key),
    setItem: (key, value) => void kept.set(key, value),
  }
}

test('a new tab starts on a quiet day, logged on', () => {
  expect(remembered(aStorage(), '')).toMatchObject({ scenario: 'quiet-day', loggedOff: false })
})

test('the scenario of the address is kept when the address no longer names it', () => {
  const storage = aStorage()
  remember(storage, remembered(storage, '?scenario=empty&seed=7'))

  expect(remembered(storage, '?kind=radius')).toMatchObject({ scenario: 'empty', seed: 7 })
})

test('being logged off survives a reload', () => {
  const storage = aStorage()
  remember(storage, { ...remembered(storage, '?scenario=slow'), loggedOff: true })

  expect(remembered(storage, '')).toMatchObject({ scenario: 'slow', loggedOff: true })
})

test('a scenario that the address names begins anew, logged on', () => {
  const storage = aStorage()
  remember(storage, { ...remembered(storage, '?scenario=slow'), loggedOff: true, delayMs: 500, panelOpen: true })

  expect(remembered(storage, '?scenario=slow')).toMatchObject({ loggedOff: false, delayMs: null, panelOpen: true })
})

test('the address of a scenario keeps its search, and loses only what is for the mock', () => {
  const address = addressOfScenario('no-match-but-case', 'http://127.0.0.1:5173/logon?to=%2F')

  expect(address).toBe('http://127.0.0.1:5173/access/sessions?userId=contains%3AADMIN&scenario=no-match-but-case')
  expect(withoutMockWords(address)).toBe('http://127.0.0.1:5173/access/sessions?userId=contains%3AADMIN')
})

test('what is no scenario is passed over, in the address and in the storage', () => {
  const storage = aStorage()
  storage.setItem('curfew-mock', '{"scenario":"constructor","seed":"x"}')

  expect(remembered(storage, '?scenario=toString')).toMatchObject({ scenario: 'quiet-day', seed: 1 })
})
