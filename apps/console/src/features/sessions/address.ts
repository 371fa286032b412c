import {
  CurfewError,
  defaultSort,
  type Filter,
  filterFields,
  maxFilters,
  parseFilters,
  parseSort,
  printFilters,
  printSort,
  type Sort,
} from '@curfew/contract'

/** What the address of the page says: sending it to a colleague shows them the same. */
export type Address = {
  readonly filters: readonly Filter[]
  readonly sort: Sort
  /** The session whose detail is open. */
  readonly sessionId: string | null
}

/** Parameters that belong to nobody here and are kept as they are: the scenario of a mock back end. */
const foreign = ['scenario', 'delay']

/**
 * Read the address. It never fails: what cannot be read is left out, and `refused` says what and why, in the words
 * of the contract, so that a list is never wider than its address without anybody being told.
 */
export function readAddress(query: URLSearchParams): Address & { readonly refused: readonly string[] } {
  const refused: string[] = []
  const filters: Filter[] = []
  let sort: Sort = defaultSort
  let sessionId: string | null = null

  for (const [name, text] of query) {
    if (name === 'session') sessionId = text || null
    else if (name === 'sort') sort = attempt(() => parseSort(text), refused, name) ?? defaultSort
    else if (filters.length >= maxFilters && isFilterField(name)) refused.push(`${name}=${text}`)
    else if (!foreign.includes(name))
      filters.push(...(attempt(() => parseFilters([[name, text]]), refused, name) ?? []))
  }
  return { filters, sort, sessionId, refused }
}

/** The inverse of `readAddress`; what is not ours in `current` is kept. */
export function writeAddress(address: Address, current: URLSearchParams = new URLSearchParams()): URLSearchParams {
  const kept = [...current].filter(([name]) => foreign.includes(name))
  const query = new URLSearchParams([...kept, ...printFilters(address.filters)])
  if (printSort(address.sort) !== printSort(defaultSort)) query.set('sort', printSort(address.sort))
  if (address.sessionId !== null) query.set('session', address.sessionId)
  return query
}

/** The search alone, as text: two addresses with the same text show the same rows. */
export function printSearch({ filters, sort }: Pick<Address, 'filters' | 'sort'>): string {
  return new URLSearchParams([...printFilters(filters), ['sort', printSort(sort)]]).toString()
}

function attempt<Value>(read: () => Value, refused: string[], name: string): Value | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof CurfewError)) throw error
    const [first] = error.extra.errors ?? []
    refused.push(first ? `${first.path || name}: ${first.message}` : name)
    return undefined
  }
}

function isFilterField(name: string): boolean {
  return filterFields.some((known) => known === name)
}
