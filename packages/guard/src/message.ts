/** A message to a user as Curfew hands it on: the text for everyone, and texts by BCP 47 language tag. */
export type Message = {
  readonly messageToUser: string | null
  readonly messagesToUser?: Readonly<Record<string, string>> | undefined
}

/**
 * The message in the first of these languages that it has, else the one for everyone.
 *
 * @param languages tags, best first, as `navigator.languages` has them
 * @see RFC 4647 §3.4 (lookup)
 */
export function messageIn(
  { messageToUser, messagesToUser = {} }: Message,
  languages: readonly string[],
): string | null {
  const known = new Map(Object.entries(messagesToUser).map(([tag, text]) => [tag.toLowerCase(), text]))
  for (const language of languages) {
    const subtags = language.toLowerCase().split('-')
    for (; subtags.length > 0; subtags.pop()) {
      const text = known.get(subtags.join('-'))
      if (text !== undefined) return text
    }
  }
  return messageToUser
}

/** The tags of an `Accept-Language` header, best first. */
export function languagesOf(header: string | null): string[] {
  return (header ?? '')
    .slice(0, 1_000)
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim())
      const quality = parameters.find((parameter) => parameter.startsWith('q='))
      return { tag, quality: quality === undefined ? 1 : Number(quality.slice(2)) }
    })
    .filter(({ tag, quality }) => /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/.test(tag) && quality > 0)
    .toSorted((one, other) => other.quality - one.quality)
    .map(({ tag }) => tag)
}

/** Texts by language out of something that was received; what is none is left out. */
export function toTexts(value: unknown): { readonly messagesToUser?: Readonly<Record<string, string>> } {
  if (typeof value !== 'object' || value === null) return {}
  const texts = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return texts.length === 0 ? {} : { messagesToUser: Object.fromEntries(texts) }
}
