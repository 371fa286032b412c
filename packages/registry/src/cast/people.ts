import type { Actor } from '../closing.ts'
import { at } from './chance.ts'
import { type Script, scripts } from './names.ts'

/** Somebody who logs on. */
export type Person = {
  readonly userId: string
  readonly firstName: string
  readonly lastName: string
  readonly identitySource: string
  readonly securityDomain: string
}

const identitySources = ['Corporate Directory', 'Corporate Directory', 'Partners LDAP', 'Internal Database']
const securityDomains = ['HQ', 'HQ', 'EMEA', 'APAC', 'Américas', '東京']

const slots = scripts.flatMap((script) => Array.from({ length: script.share }, (_, among) => ({ script, among })))
/** Which script each of twenty people writes the name in, mixed: and how many of the twenty are before in the same script. */
const places = slots.map((_, slot) => at(slots, slot * 7))

/**
 * The person at a place in the cast, always the same one. No two places have the same user id.
 *
 * @param number from 0; there is no end
 */
export function personAt(number: number): Person {
  const { script, among } = at(places, number)
  const nth = Math.floor(number / places.length) * script.share + among
  const [first, last, round] = nameAt(script, nth)
  const again = round > 0 ? String(round + 1) : ''
  return {
    userId: userIdOf(number, first, last) + again,
    firstName: first.written,
    lastName: last.written,
    identitySource: at(identitySources, number),
    securityDomain: at(securityDomains, nth),
  }
}

/** Every first name with every last one, then all again. */
function nameAt({ first, last }: Script, nth: number) {
  const row = nth % first.length
  const column = Math.floor(nth / first.length)
  return [at(first, row), at(last, column + row * 3), Math.floor(column / last.length)] as const
}

/** Mostly in lower case; some write capitals, and a few their own script: search is case sensitive, and for all scripts. */
function userIdOf(number: number, first: Script['first'][number], last: Script['last'][number]): string {
  if (number % 29 === 11) return `${first.written}.${last.written}`.replaceAll(' ', '-')
  const plain = `${first.ascii}.${last.ascii}`
  return number % 13 === 5 ? plain.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase()) : plain
}

/** Ada Lovelace, or somebody like her. */
export function aPerson(overrides: Partial<Person> = {}): Person {
  return {
    userId: 'ada.lovelace',
    firstName: 'Ada',
    lastName: 'Lovelace',
    identitySource: 'Corporate Directory',
    securityDomain: 'HQ',
    ...overrides,
  }
}

/** The administrator who orders something. */
export function anActor(overrides: Partial<Actor> = {}): Actor {
  return { userId: 'grace.hopper', firstName: 'Grace', lastName: 'Hopper', sessionId: 'own-session', ...overrides }
}
