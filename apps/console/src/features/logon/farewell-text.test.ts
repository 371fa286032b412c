import { type Ending, endings } from '@curfew/contract'
import { expect, test } from 'vitest'
import type { Departure } from '../../api/departure.ts'
import { farewellText } from './farewell-text.ts'

const now = new Date(2026, 4, 4, 14, 6)
const at = new Date(2026, 4, 4, 14, 5).toISOString()
const gone = (ending: Ending, extra: Partial<NonNullable<Departure['farewell']>> = {}): Departure => ({
  why: 'closed',
  farewell: { ending, at, byYourself: false, messageToUser: null, ...extra },
  command: null,
  receipt: null,
  returnTo: '/',
  leftAtMs: 0,
})

test('each end is told in its own words', () => {
  expect(farewellText(gone('closure'), now)).toBe('Your session was closed by an administrator at 14:05.')
  expect(farewellText(gone('closure', { byYourself: true }), now)).toBe('You closed your own session.')
  expect(farewellText(gone('idle-limit', { limitSeconds: 1800 }), now)).toBe('You were away for 30 minutes.')
  expect(farewellText(gone('absolute-limit', { limitSeconds: 28_800 }), now)).toBe(
    'Your session lasted 8 hours, as long as a session may.',
  )
  expect(farewellText(gone('logoff'), now)).toBe('You are logged off.')
  expect(new Set(endings.map((ending) => farewellText(gone(ending), now))).size).toBe(endings.length)
})

test('a closing of another day says the day', () => {
  expect(farewellText(gone('closure'), new Date(2026, 4, 6, 9, 0))).toBe(
    'Your session was closed by an administrator at 4 May, 14:05.',
  )
})

test('somebody who just was not logged on is told nothing', () => {
  expect(farewellText({ ...gone('closure'), why: 'not-logged-on', farewell: null }, now)).toBeNull()
})
