/** What is wrong with how the process was started; for the person who started it. */
export class ConfigError extends Error {
  readonly refusals: readonly string[]

  constructor(refusals: readonly string[]) {
    super(refusals.join('\n'))
    this.name = 'ConfigError'
    this.refusals = refusals
  }
}

/** Reads variables; what is wrong is gathered, so that one start names all of it. */
export interface Settings {
  /** Without the spaces around it; undefined when unset or empty. */
  text(name: string): string | undefined
  /** As it is written, spaces included; undefined when unset or empty. */
  secret(name: string): string | undefined
  port(name: string): number | undefined
  oneOf<Word extends string>(name: string, words: readonly Word[]): Word | undefined
  /** @param refusal names the variable and says what to write; never repeats a value that may be secret */
  refuse(refusal: string): void
  /** Variables that begin so and that nobody has read by now: misspelt, most likely. */
  unread(prefix: string): readonly string[]
}

/** @throws ConfigError when anything was refused while reading */
export function readSettings<Result>(
  env: Readonly<Record<string, string | undefined>>,
  read: (settings: Settings) => Result,
): Result {
  const refusals: string[] = []
  const refuse = (refusal: string) => void refusals.push(refusal)
  const known = new Set<string>()
  const valueOf = (name: string) => {
    known.add(name)
    return env[name]
  }
  const text = (name: string) => valueOf(name)?.trim() || undefined

  const result = read({
    text,
    refuse,
    secret: (name) => valueOf(name) || undefined,
    unread: (prefix) => Object.keys(env).filter((name) => name.startsWith(prefix) && !known.has(name)),
    port(name) {
      const value = text(name)
      if (value === undefined) return undefined
      if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value)
      refuse(`${name}: "${value}" is no port. Write a number from 0 to 65535.`)
      return undefined
    },
    oneOf(name, words) {
      const value = text(name)
      const word = words.find((word) => word === value)
      if (value !== undefined && word === undefined) refuse(`${name}: "${value}" is none of ${words.join(', ')}.`)
      return word
    },
  })
  if (refusals.length > 0) throw new ConfigError(refusals)
  return result
}
