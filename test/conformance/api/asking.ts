import { endpoints } from '@curfew/contract'
import { isRecord } from './difference.ts'
import { type Client, clients, type Exchange } from './exchange.ts'
import type { Party } from './parties.ts'

export type Answer = {
  readonly status: number
  readonly headers: Headers
  /** Undefined when the body is no JSON. */
  readonly json: unknown
  /** Empty for a stream of events: it is opened and left. */
  readonly text: string
}

/** The clients of one party: what each keeps between two requests, and what they have seen. */
export function createAsker(party: Party, given: Readonly<Record<string, string>>) {
  const seen = new Map(Object.entries(given))
  const cookies = new Map<Client, string>()
  const tokens = new Map<Client, string>()

  const recall = (name: string) => {
    const value = seen.get(name)
    if (value === undefined) throw new Error(`No answer before this one has given ${name}`)
    return value
  }
  const keep = (exchange: Exchange, { headers, json }: Answer) => {
    for (const [name, place] of Object.entries(exchange.keep ?? {})) seen.set(name, String(valueAt(json, place)))
    const [cookie] = headers.getSetCookie()
    if (cookie !== undefined) cookies.set(exchange.as, cookie.split(';')[0] ?? '')
    const token = valueAt(json, 'token')
    if (clients[exchange.as] === 'program' && typeof token === 'string') tokens.set(exchange.as, token)
  }

  return async (exchange: Exchange): Promise<Answer> => {
    const headers = new Headers({ 'user-agent': 'conformance/1' })
    const cookie = cookies.get(exchange.as)
    if (cookie !== undefined) headers.set('cookie', cookie)
    const token = tokens.get(exchange.as)
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
    const body =
      exchange.rawBodyFrom?.(recall) ?? exchange.rawBody ?? asJson(exchange.bodyFrom?.(recall) ?? exchange.body)
    if (body !== undefined) headers.set('content-type', 'application/json')
    const given = { ...exchange.headers, ...exchange.headersFrom?.(recall) }
    for (const [name, value] of Object.entries(given)) headers.set(name, value)
    const method = exchange.method ?? (exchange.endpoint ? endpoints[exchange.endpoint].method.toUpperCase() : 'GET')
    const path = exchange.path?.(recall) ?? (exchange.endpoint ? endpoints[exchange.endpoint].path : '/')
    const url = party.origin + path + (exchange.query === undefined ? '' : `?${exchange.query}`)
    const response = await party.send(new Request(url, { method, headers, ...(body === undefined ? {} : { body }) }))
    const answer = await read(response)
    keep(exchange, answer)
    return answer
  }
}

async function read(response: Response): Promise<Answer> {
  const { status, headers } = response
  const type = headers.get('content-type') ?? ''
  if (type.startsWith('text/event-stream')) {
    await response.body?.cancel()
    return { status, headers, json: undefined, text: '' }
  }
  const text = await response.text()
  return { status, headers, json: /[/+]json\b/.test(type) ? JSON.parse(text) : undefined, text }
}

function asJson(body: unknown): string | undefined {
  return body === undefined ? undefined : JSON.stringify(body)
}

/** `items.0.id` of an answer; `*` is the first there is. */
export function valueAt(value: unknown, place: string): unknown {
  return place.split('.').reduce<unknown>((found, step) => {
    if (Array.isArray(found)) return found[Number(step)]
    if (!isRecord(found)) return undefined
    return step === '*' ? Object.values(found)[0] : found[step]
  }, value)
}
