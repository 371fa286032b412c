import { CurfewError, minPasswordLength } from '@curfew/contract'
import { commonWords, keyWalks } from './common-passwords.ts'

/**
 * The one form in which a password is hashed and compared, so that it is the same from every keyboard and system.
 *
 * @see NIST SP 800-63B §3.1.1.2: normalise with NFKC before hashing
 */
export function normalPassword(password: string): string {
  return password.normalize('NFKC')
}

/** Why a password must not be chosen, or null. Length counts characters of its normal form, not bytes. */
export function weaknessOf(password: string, userId: string): string | null {
  const normal = normalPassword(password)
  if (Array.from(normal).length < minPasswordLength) return `Give at least ${minPasswordLength} characters.`

  const folded = normal.toLowerCase()
  const foldedUserId = userId.normalize('NFKC').toLowerCase()
  if (foldedUserId !== '' && isWordAndTrimmings(folded, foldedUserId)) return 'It is the user ID.'
  if (isRepetition(folded)) return 'It repeats the same few characters.'
  if (keyWalks.some((walk) => walk.includes(folded))) return 'It is a row of neighbouring keys.'
  if (isCommon(folded) || isCommon(withoutLeet(folded))) return 'It is among the passwords that are tried first.'
  return null
}

/** @throws CurfewError `password-too-weak` with what to do about it; nothing was changed */
export function requireStrongPassword(password: string, userId: string): void {
  const weakness = weaknessOf(password, userId)
  if (weakness === null) return
  const detail = `${weakness} Choose another password; nothing was changed.`
  throw new CurfewError('password-too-weak', detail, { errors: [{ path: 'password', message: weakness }] })
}

/** Five characters four times: 100 random bits, in letters and digits that are not mistaken for one another. */
export function newTemporaryPassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz023456789'
  const random = crypto.getRandomValues(new Uint8Array(20))
  const characters = Array.from(random, (byte) => alphabet.charAt(byte % alphabet.length)).join('')
  return characters.replace(/(.{5})(?=.)/g, '$1-')
}

function isCommon(folded: string): boolean {
  const core = withoutTrimmings(folded)
  // Nothing but digits and punctuation, in no known row: it may well be random.
  return core !== '' && (commonWords.has(core) || commonWords.has(core.replace(/[^\p{L}]/gu, '')))
}

function isWordAndTrimmings(folded: string, word: string): boolean {
  if (folded === word || folded === word + word) return true
  return folded.startsWith(word) && /^[\d\p{P}\p{S}\s]*$/u.test(folded.slice(word.length))
}

/** What is left when digits, punctuation and blanks are taken off both ends: `Password2024!` is `password`. */
function withoutTrimmings(folded: string): string {
  return folded.replace(/^[^\p{L}]+/u, '').replace(/[^\p{L}]+$/u, '')
}

function withoutLeet(folded: string): string {
  const letters: Readonly<Record<string, string>> = {
    '0': 'o',
    '1': 'i',
    '3': 'e',
    '4': 'a',
    '5': 's',
    '@': 'a',
    $: 's',
  }
  // The trimmings first, or the year in "p@ssw0rd2015" would become letters.
  return withoutTrimmings(folded).replace(/[01345@$]/g, (sign) => letters[sign] ?? sign)
}

/** `aaaaaaaaaaaa`, `abcabcabcabc`: at most four characters, over and over. */
function isRepetition(folded: string): boolean {
  const characters = Array.from(folded)
  return [1, 2, 3, 4].some((period) => characters.every((character, index) => character === characters[index % period]))
}
