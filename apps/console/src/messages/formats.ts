/** Numbers, times and plurals of one language. Values go in, words come out; nothing is kept in printed form. */
export type Formats = ReturnType<typeof createFormats>

const dayMs = 86_400_000
const steps = [
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3600 },
  { unit: 'minute', seconds: 60 },
] as const

/** @param locale BCP 47; times are shown in the reader's time zone */
export function createFormats(locale: string) {
  const numbers = new Intl.NumberFormat(locale)
  const rules = new Intl.PluralRules(locale)
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' })
  const languages = new Intl.DisplayNames(locale, { type: 'language' })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
  const clockMs = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  })
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
  const yearly = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
  const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' })
  const exactMs = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  })

  /** 12345 → `12,345`. */
  const number = (value: number) => numbers.format(value)

  return {
    locale,
    number,

    /** The words for that many, with the number in place of `#`. `other` must be there, the rest as the language needs. */
    plural: (count: number, words: { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>): string =>
      (words[rules.select(count)] ?? words.other).replaceAll('#', number(count)),

    /** `a, b and c`. */
    list: (items: readonly string[]) => lists.format(items),

    /** The time of day: `14:05`. */
    clock: (at: Date) => clock.format(at),
    /** `14:05:09.123`. */
    clockMs: (at: Date) => clockMs.format(at),
    /** With day, month, year and seconds. */
    exact: (at: Date) => exact.format(at),
    /** The same, down to the millisecond. */
    exactMs: (at: Date) => exactMs.format(at),

    /** Today as `14:05`, else with its day; another year with its year. */
    moment: (at: Date, now: Date): string => {
      if (at.toDateString() === now.toDateString()) return clock.format(at)
      return at.getFullYear() === now.getFullYear() ? day.format(at) : yearly.format(at)
    },

    /** `2 min. ago`, `yesterday`; under a minute `now`. What lies more than a week back is a date. */
    ago: (at: Date, now: Date): string => {
      const seconds = Math.round((at.getTime() - now.getTime()) / 1000)
      if (Math.abs(seconds) * 1000 > 7 * dayMs) return yearly.format(at)
      const step = steps.find((known) => Math.abs(seconds) >= known.seconds)
      return step ? relative.format(Math.trunc(seconds / step.seconds), step.unit) : relative.format(0, 'second')
    },

    /** `de` → `German`. A tag that names no language stays as it is. */
    language: (tag: string): string => {
      try {
        return languages.of(tag) ?? tag
      } catch {
        return tag
      }
    },

    /** 41 → `41 ms`, 1234 → `1.23 s`, 95,000 → `1 min 35 s`. */
    milliseconds: (ms: number): string => {
      if (ms < 1000) return `${number(Math.round(ms))} ms`
      if (ms < 60_000) return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(ms / 1000)} s`
      return `${number(Math.floor(ms / 60_000))} min ${Math.round((ms % 60_000) / 1000)} s`
    },
  }
}
