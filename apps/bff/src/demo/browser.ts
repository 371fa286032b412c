import { once } from 'node:events'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { text } from 'node:stream/consumers'
import { type LogoffEvent, logoffEvent } from '@curfew/contract'

/** A browser as far as a demo needs one: it keeps its cookie, calls the API, and holds its event stream. */
export type SimulatedBrowser = {
  /** @returns the status; a new cookie is kept */
  post(path: string, body: unknown): Promise<{ readonly status: number; readonly text: string }>
  get(path: string): Promise<{ readonly status: number }>
  /** Resolves when the stream is over: with the farewell, or null when it was only cut. */
  watch(): Promise<LogoffEvent | null>
}

export function openBrowser(address: string, userAgent: string, signal: AbortSignal): SimulatedBrowser {
  let cookie = ''

  const call = async (method: 'GET' | 'POST', path: string, body?: unknown): Promise<IncomingMessage> => {
    const send = address.startsWith('https:') ? requestHttps : requestHttp
    const sent = send(new URL(path, address), {
      method,
      signal,
      agent: false,
      // It calls the process that it runs in, whose certificate is for other names.
      rejectUnauthorized: false,
      headers: {
        'User-Agent': userAgent,
        ...(cookie === '' ? {} : { Cookie: cookie }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
    })
    sent.end(body === undefined ? undefined : JSON.stringify(body))
    const [response]: IncomingMessage[] = await once(sent, 'response')
    if (response === undefined) throw new Error(`${path} was not answered`)
    const kept = response.headers['set-cookie']?.[0]?.split(';')[0]
    if (kept !== undefined) cookie = kept
    return response
  }

  return {
    async post(path, body) {
      const response = await call('POST', path, body)
      return { status: response.statusCode ?? 0, text: await text(response) }
    },
    async get(path) {
      const response = await call('GET', path)
      response.resume()
      return { status: response.statusCode ?? 0 }
    },
    async watch() {
      const response = await call('GET', '/api/events')
      let seen = ''
      try {
        for await (const bytes of response) {
          seen = (seen + String(bytes)).slice(-8_192)
          const data = /event: logoff\ndata: (.*)\n\n/.exec(seen)?.[1]
          if (data !== undefined) return logoffEvent.parse(JSON.parse(data))
        }
      } catch (error) {
        signal.throwIfAborted()
        if (!(error instanceof Error)) throw error
      }
      return null
    },
  }
}
