import { endpoints, guardReport, introspectionRequest } from '@curfew/contract'
import { recognizeSource, type Source } from '@curfew/registry'
import { readForm } from './edge/form-body.ts'
import { frameHeaders } from './edge/frame.ts'
import { readJson } from './edge/json-body.ts'
import type { Allowances } from './edge/source-allowances.ts'
import { introspect } from './introspect.ts'
import type { RequestMetrics } from './metrics.ts'
import type { ApiPorts } from './ports.ts'

/** A call as a server has it at hand, without a `Request` made of it. */
export type DirectRequest = {
  readonly path: string
  /** As it came; undefined when there was none. */
  readonly header: (name: string) => string | undefined
  /** In UTF-8. */
  readonly body: string
  readonly clientAddress: string
}
/** To be sent with the status 200. */
export type DirectAnswer = { readonly headers: Readonly<Record<string, string>>; readonly body: string }

/**
 * Answer, in a fraction of the time, the calls that applications make most: for each of their own requests an introspection,
 * and from every guard at once a report when a session is closed. What the route answers to a plain and good request.
 *
 * @returns null: there is anything unusual about it, so that the route must answer it; nothing was done that it would not do again
 * @see docs/decisions/0013-introspection-answered-directly.md
 */
export type AnswerDirectly = (request: DirectRequest) => Promise<DirectAnswer | null>

type Call = {
  readonly contentType: string
  /** What is asked, if it can be read: then what answers it. */
  readonly read: (ports: ApiPorts, body: string) => ((source: Source) => Promise<object>) | null
}

const introspection: Call = {
  contentType: 'application/x-www-form-urlencoded',
  read(ports, body) {
    const asked = introspectionRequest.safeParse(readForm(body))
    if (!asked.success) return null
    const { handle = '', token = handle } = asked.data
    return (source) => introspect(ports, source, token)
  },
}

const report: Call = {
  contentType: 'application/json',
  read(ports, body) {
    const said = guardReport.safeParse(readJson(body))
    return said.success ? (source) => ports.guards.report(source, said.data) : null
  },
}

const calls: ReadonlyMap<string, Call> = new Map([
  [endpoints.introspect.path, introspection],
  [endpoints.report.path, report],
])

/** The paths of what can be answered directly; all by POST. */
export const directPaths: ReadonlySet<string> = new Set(calls.keys())

export function answerDirectly(ports: ApiPorts, allowances: Allowances, metrics: RequestMetrics): AnswerDirectly {
  const headers = { ...Object.fromEntries(frameHeaders(ports)), 'Content-Type': 'application/json' }
  return async ({ path, header, body, clientAddress }) => {
    const begunMs = performance.now()
    const call = calls.get(path)
    if (!call || isUnusual(header, call.contentType)) return null
    const key = /^Bearer (\S+)$/.exec(header('authorization') ?? '')?.[1]
    const answering = call.read(ports, body)
    if (key === undefined || !answering) return null
    const recognized = await recognizeSource(ports, key).catch(() => null)
    if (!recognized || !allowances.mayTake(recognized.source.id, 1)) return null
    const { source, keyId } = recognized
    const answer = await answering(source).catch(() => null)
    if (!answer || !allowances.mayTake(source.id, 1)) return null

    allowances.take(source.id, 1)
    ports.noteSourceSeen(source.id, keyId, ports.clock())
    const requestId = ports.newId()
    metrics.count({ method: 'POST', route: path, status: 200, code: null })
    ports.log({
      event: 'request',
      requestId,
      method: 'POST',
      route: path,
      status: 200,
      code: null,
      durationMs: Math.round((performance.now() - begunMs) * 10) / 10,
      clientAddress,
      sessionId: null,
    })
    return { headers: { ...headers, 'X-Request-Id': requestId }, body: JSON.stringify(answer) }
  }
}

/** What a page sends, what a proxy adds to be taken over, and what is of another type. */
function isUnusual(header: DirectRequest['header'], contentType: string): boolean {
  return (
    header('content-type') !== contentType ||
    header('content-encoding') !== undefined ||
    header('origin') !== undefined ||
    header('sec-fetch-site') !== undefined ||
    header('x-request-id') !== undefined
  )
}
