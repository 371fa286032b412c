import { lookup } from 'node:dns/promises'
import type { IncomingMessage } from 'node:http'
import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { judgeAddress } from './addresses.ts'

export type Asked = {
  readonly uri: string
  /** A form to post. Without it and without `post` it is a GET. */
  readonly form?: Readonly<Record<string, string>>
  /** Something else to post, with what has to be said of it. */
  readonly post?: { readonly body: string; readonly headers: Readonly<Record<string, string>> }
  readonly allowsPrivateAddresses: boolean
}

/** An answer that came whole, or why none did, in a sentence that names neither a token nor what was answered. */
export type Answered =
  | { readonly outcome: 'answered'; readonly status: number; readonly body: string }
  /** It answered, and went on for longer or to a larger size than is waited for: that it heard is known, and nothing else. */
  | {
      readonly outcome: 'cut-off'
      readonly status: number
      readonly cause: string
      readonly isTooLong: boolean
      readonly beginning: string
    }
  | { readonly outcome: 'failed'; readonly cause: string }

export type Exchange = (asked: Asked) => Promise<Answered>

type Address = { readonly address: string; readonly family: number }

export type ExchangeOptions = {
  /** Over everything: name, connection, TLS, request and answer. */
  readonly limitMs?: number
  readonly mostBytes?: number
  readonly resolve?: (host: string) => Promise<readonly Address[]>
}

/**
 * Ask an address that somebody has configured, and trust it with nothing.
 *
 * Its name is resolved once, every address that comes back is judged, and the connection goes to the one that was judged: a
 * name that says something else a moment later changes nothing. No redirect is followed. Never rejects.
 */
export function createExchange({
  limitMs = 5_000,
  mostBytes = 64 * 1024,
  resolve = (host) => lookup(host, { all: true }),
}: ExchangeOptions = {}): Exchange {
  return async (asked) => {
    const url = new URL(asked.uri)
    if (url.protocol === 'http:' && !asked.allowsPrivateAddresses)
      return failed(`${url.host} would be reached without TLS, which is not allowed for this source.`)
    const over = new AbortController()
    const timer = setTimeout(() => over.abort(), limitMs)
    try {
      const found = await untilOver(findAddress(url, asked.allowsPrivateAddresses, resolve), over.signal)
      if (found === null) return failed(tooSlow(url, limitMs))
      if ('cause' in found) return failed(found.cause)
      return await exchange(url, asked, found, { signal: over.signal, limitMs, mostBytes })
    } finally {
      clearTimeout(timer)
    }
  }
}

async function findAddress(
  { host, hostname }: URL,
  allowsPrivate: boolean,
  resolve: (host: string) => Promise<readonly Address[]>,
): Promise<Address | { readonly cause: string }> {
  const name = hostname.replace(/^\[|\]$/g, '')
  const literal = isIP(name)
  let addresses: readonly Address[]
  try {
    addresses = literal > 0 ? [{ address: name, family: literal }] : await resolve(name)
  } catch (error) {
    return { cause: `${host} cannot be found (${codeOf(error)}).` }
  }
  const [first] = addresses
  if (!first) return { cause: `${host} has no address.` }
  for (const { address } of addresses) {
    const why = judgeAddress(address, allowsPrivate)
    if (why !== null) return { cause: `No connection is made to ${host}: ${address} is ${why}.` }
  }
  return first
}

type Bounds = { readonly signal: AbortSignal; readonly limitMs: number; readonly mostBytes: number }

function exchange(url: URL, asked: Asked, { address, family }: Address, bounds: Bounds): Promise<Answered> {
  const { signal, limitMs, mostBytes } = bounds
  const { body, headers } = contentOf(asked)
  // With `Host` and the name for TLS as they are in the URL, and the address as it was judged.
  const pinned: LookupFunction = (_host, { all }, answer) =>
    all ? answer(null, [{ address, family }]) : answer(null, address, family)
  const { promise, resolve } = Promise.withResolvers<Answered>()
  let status: number | null = null
  const chunks: Buffer[] = []
  const textSoFar = () => Buffer.concat(chunks).toString('utf8')
  const stop = (why: string, isTooLong = false) => {
    if (status === null) return resolve(failed(why))
    const cause = `It answered ${status}, and then: ${why}`
    resolve({ outcome: 'cut-off', status, cause, isTooLong, beginning: textSoFar() })
  }

  const request = (url.protocol === 'https:' ? requestSecure : requestPlain)(url, {
    method: body === undefined ? 'GET' : 'POST',
    lookup: pinned,
    // Each exchange has a connection of its own, to the address that was judged for it.
    agent: false,
    signal,
    headers: {
      accept: 'application/json',
      'user-agent': 'Curfew',
      ...headers,
      ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
    },
  })
  request.on('response', (answer: IncomingMessage) => {
    status = answer.statusCode ?? 0
    let size = 0
    answer.on('data', (chunk: Buffer) => {
      size += chunk.length
      chunks.push(chunk)
      if (size <= mostBytes) return
      stop(`the answer is longer than ${mostBytes} bytes.`, true)
      request.destroy()
    })
    answer.on('end', () => resolve({ outcome: 'answered', status: status ?? 0, body: textSoFar() }))
    answer.on('error', (error) =>
      stop(signal.aborted ? tooSlow(url, limitMs) : `the answer broke off (${codeOf(error)}).`),
    )
  })
  request.on('error', (error) =>
    stop(signal.aborted ? tooSlow(url, limitMs) : `${url.host} cannot be reached (${codeOf(error)}).`),
  )
  request.end(body)
  return promise
}

function contentOf({ form, post }: Asked): { body?: string; headers: Readonly<Record<string, string>> } {
  if (post) return post
  if (!form) return { headers: {} }
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return { body: new URLSearchParams(form).toString(), headers }
}

const failed = (cause: string): Answered => ({ outcome: 'failed', cause })

const tooSlow = ({ host }: URL, limitMs: number) => `${host} did not answer within ${limitMs / 1000} s.`

/** `ECONNREFUSED` and its like. A message might quote what was sent. */
function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : ''
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : 'no reason given'
}

/** Null when it is over before. */
async function untilOver<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result | null> {
  const over = Promise.withResolvers<null>()
  signal.addEventListener('abort', () => over.resolve(null), { once: true })
  return Promise.race([work, over.promise])
}
