/** Read a JSON array that this room has stored, item by item. @throws when it holds something else: the store is damaged */
export function readList<Item>(text: string, readItem: (item: unknown) => Item): Item[] {
  const list: unknown = JSON.parse(text)
  if (!Array.isArray(list)) throw unexpected(text)
  return list.map(readItem)
}

export function readText(from: unknown, name: string): string {
  const value = read(from, name)
  if (typeof value !== 'string') throw unexpected(value)
  return value
}

export function readNumber(from: unknown, name: string): number {
  const value = read(from, name)
  if (typeof value !== 'number') throw unexpected(value)
  return value
}

/** The item itself, when it is one of these. */
export function readItem<Choice extends string>(choices: readonly Choice[], item: unknown): Choice {
  const choice = choices.find((known) => known === item)
  if (choice === undefined) throw unexpected(item)
  return choice
}

export function readOneOf<Choice extends string>(choices: readonly Choice[], from: unknown, name: string): Choice {
  return readItem(choices, read(from, name))
}

/** An object of texts. */
export function readTexts(text: string): Readonly<Record<string, string>> {
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unexpected(text)
  return Object.fromEntries(Object.keys(value).map((name) => [name, readText(value, name)]))
}

/** JSON that this room has printed with `printDated`; its times become dates again. */
// The type is that of the value that was printed.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export function readDated<Value>(text: string): Value {
  // It is our own text, written from a value of that type.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(text, (_name, value: unknown) =>
    typeof value === 'object' && value !== null && '$date' in value ? new Date(Number(value.$date)) : value,
  ) as Value
}

export function printDated(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, name, item: unknown) {
    // A Date has become text by the time it is handed over; the object still has it.
    const kept = this[name]
    return kept instanceof Date ? { $date: kept.getTime() } : item
  })
}

function read(from: unknown, name: string): unknown {
  return typeof from === 'object' && from !== null ? Reflect.get(from, name) : undefined
}

function unexpected(value: unknown): Error {
  return new Error(`The store holds ${JSON.stringify(value)} where it should not`)
}
