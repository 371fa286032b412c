import * as z from 'zod/mini'

export const maxLanguages = 20
export const maxReasonLength = 500
export const maxMessageLength = 500

/** A BCP 47 tag as far as it matters here: subtags of letters and digits. */
const languageTag = z.string().check(z.maxLength(35), z.regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/))

/** One text in several languages, by BCP 47 tag. */
export const textsByLanguage = z
  .record(languageTag, z.string().check(z.minLength(1), z.maxLength(maxMessageLength)))
  .check(z.refine((texts) => Object.keys(texts).length <= maxLanguages))
export type TextsByLanguage = Readonly<Record<string, string>>

/** A message to a user: the text for everyone, and the texts for those who read another language. */
export type Message = {
  readonly messageToUser: string | null
  readonly messagesToUser?: TextsByLanguage | undefined
}

/**
 * The message in the language that its reader likes best, else the one for everyone.
 *
 * @param languages BCP 47 tags, best first, as `navigator.languages` has them
 * @returns the text, and its language where that is known; null: there is no message
 * @see RFC 4647 §3.4 (lookup)
 */
export function messageFor(
  { messageToUser, messagesToUser = {} }: Message,
  languages: readonly string[],
): { readonly text: string; readonly language: string | null } | null {
  const known = new Map(Object.entries(messagesToUser).map(([tag, text]) => [tag.toLowerCase(), { tag, text }]))
  for (const range of languages.flatMap(shortened)) {
    const found = known.get(range)
    if (found) return { text: found.text, language: found.tag }
  }
  return messageToUser === null ? null : { text: messageToUser, language: null }
}

/**
 * Read an `Accept-Language` header. What it says cannot be read is passed over, and so is `*`: the text for everyone
 * serves anyone.
 *
 * @returns tags, best first; among equals in the order given
 * @see RFC 9110 §12.5.4
 */
export function readAcceptLanguage(header: string | null | undefined): string[] {
  const ranges = (header ?? '').slice(0, 1_000).split(',').slice(0, maxLanguages)
  return ranges
    .flatMap((range) => {
      const read = /^\s*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?$/.exec(range)
      const quality = read?.[2] === undefined ? 1 : Number(read[2])
      return read?.[1] !== undefined && quality > 0 ? [{ tag: read[1], quality }] : []
    })
    .toSorted((one, other) => other.quality - one.quality)
    .map(({ tag }) => tag)
}

/** `zh-Hant-CN`, then `zh-Hant`, then `zh`; a subtag of one letter or digit is never the last. */
function shortened(range: string): string[] {
  const subtags = range.toLowerCase().split('-')
  return subtags
    .map((_, index) => subtags.slice(0, subtags.length - index))
    .filter((shorter) => (shorter.at(-1) ?? '').length > 1)
    .map((shorter) => shorter.join('-'))
}
