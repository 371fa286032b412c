import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { newTemporaryPassword, normalPassword, requireStrongPassword, weaknessOf } from './password.ts'

test.each([
  'short',
  'elevenchars',
  'password1234',
  'Password2024!!',
  'P@ssw0rd2024!',
  'passwordpassword',
  'correct horse battery staple',
  'Welcome!!!!!2026',
  'aaaaaaaaaaaaaaa',
  'abcabcabcabcabc',
  '123456789012',
  'qwertyuiopas',
  '1qaz2wsx3edc',
  'CurfewAdmin123',
])('"%s" may not be chosen', (password) => {
  expect(weaknessOf(password, 'ada')).not.toBeNull()
})

test.each([
  'seven blue herons at dusk',
  'dG9vIHNob3J0IQ',
  'пароль для вечера',
  '春の夜の夢ばかりなる手枕',
  '918273645546372',
])('"%s" may be chosen', (password) => {
  expect(weaknessOf(password, 'ada')).toBeNull()
})

test('the user ID is no password, in any case, twice, or with a number behind it', () => {
  for (const password of ['ada.lovelace', 'ADA.Lovelace', 'ada.lovelaceada.lovelace', 'ada.lovelace2026!'])
    expect(weaknessOf(password, 'ada.lovelace')).toBe('It is the user ID.')
})

test('length counts characters as people see them typed, not bytes or code units', () => {
  expect(weaknessOf('😀😁😂🤣😃😄😅😆😉😊😋', 'ada')).toContain('at least 12')
  expect(weaknessOf('😀😁😂🤣😃😄😅😆😉😊😋😎', 'ada')).toBeNull()
})

test('the same password is the same from every keyboard: composed or not, in full width or not', () => {
  expect(normalPassword('Zu\u0308rich ﬁnale')).toBe(normalPassword('Zürich finale'))
  expect(weaknessOf('ｐａｓｓｗｏｒｄ１２３４', 'ada')).not.toBeNull()
})

test('what is random is never called weak', () => {
  const letters = fc.constantFrom(...Array.from('abcdefghijkmnpqrstuvwxyz23456789'))
  const random = fc.array(letters, { minLength: 20, maxLength: 40 }).filter((word) => new Set(word).size > 8)
  fc.assert(fc.property(random, (word) => weaknessOf(word.join(''), 'ada') === null))
})

test('a weak password is refused with the reason and the field, and without the password', () => {
  const refuse = () => requireStrongPassword('password1234', 'ada')

  expect(refuse).toThrow(expect.objectContaining({ code: 'password-too-weak' }))
  expect(refuse).not.toThrow(/password1234/)
})

test('a temporary password has four groups, is strong, and never comes twice', () => {
  const passwords = Array.from({ length: 200 }, newTemporaryPassword)

  for (const password of passwords) {
    expect(password).toMatch(/^([a-z0-9]{5}-){3}[a-z0-9]{5}$/)
    expect(weaknessOf(password, 'ada')).toBeNull()
  }
  expect(new Set(passwords).size).toBe(200)
})
