import fc from 'fast-check'
import { expect, test } from 'vitest'
import { messageFor, readAcceptLanguage, textsByLanguage } from './language.ts'

const message = {
  messageToUser: 'Please log on again.',
  messagesToUser: { de: 'Bitte neu anmelden.', 'pt-BR': 'Entre novamente.' },
}

test('a reader gets the best of the languages that there are, and else the text for everyone', () => {
  expect(messageFor(message, ['fr', 'de-AT', 'pt-br'])).toEqual({ text: 'Bitte neu anmelden.', language: 'de' })
  expect(messageFor(message, ['PT-br'])).toEqual({ text: 'Entre novamente.', language: 'pt-BR' })
  expect(messageFor(message, ['pt', 'fr'])).toEqual({ text: 'Please log on again.', language: null })
  expect(messageFor({ messageToUser: null }, ['de'])).toBeNull()
})

test('Accept-Language is read by quality, and what is refused or is no tag is passed over', () => {
  expect(readAcceptLanguage('en;q=0.5, de-CH, fr;q=0, *;q=0.1, it;q=0.9, !!')).toEqual(['de-CH', 'it', 'en'])
  expect(readAcceptLanguage(undefined)).toEqual([])
})

test('whatever is in the header, reading it ends quickly and finds only tags', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 3_000, unit: 'binary' }), (header) => {
      for (const tag of readAcceptLanguage(header)) expect(tag).toMatch(/^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/)
    }),
  )
})

test('texts by language have tags as names, and there are not too many of them', () => {
  expect(textsByLanguage.safeParse({ 'zh-Hant': 'x' }).success).toBe(true)
  expect(textsByLanguage.safeParse({ __proto__x: 'x' }).success).toBe(false)
  expect(textsByLanguage.safeParse({ de: '' }).success).toBe(false)
  const many = Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`a${String.fromCharCode(97 + at)}`, 'x']))
  expect(textsByLanguage.safeParse(many).success).toBe(false)
})
