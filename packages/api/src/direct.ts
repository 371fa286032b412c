import { endpoints, introspectionRequest } from '@curfew/contract'
import { isOpen, recognizeSource, sessionForSource } from '@curfew/registry'
import { readForm } from './edge/form-body.ts'
import { frameHeaders } from './edge/frame.ts'
import type { Allowances } from './edge/source-allowances.ts'
import type { RequestMetrics } from './metrics.ts'
import type { ApiPorts } from './ports.ts'
import { toIntrospection } from './views.ts'

/** An introspection as a server has it at hand, without a `Request` made of it. */
export type DirectRequest = {
  /** As it came; undefined when there was none. */
  readonly header: (name: string) => string | undefined
  /** In UTF-8. */
  readonly body: string
  readonly clientAddress: string
}
/** To be sent with the status 200. */
export type DirectAnswer = { readonly headers: Readonly<Record<string, string>>; readonly body: string }

/**
 * Answer the one call that an application may make for each of its own requests, in a fraction of the time: what the route
 * of `POST /source/introspect` answers to a plain and good request.
 *
 * @returns null: there is anything unusual about it, so that the route must answer it; nothing was done
 * @see docs/decisions/0013-introspection-answered-directly.md
 */
export type IntrospectDirectly = (request: DirectRequest) => Promise<DirectAnswer | null>

export function introspectDirectly(
  ports: ApiPorts,
  allowances: Allowances,
  metrics: RequestMetrics,
): IntrospectDirectly {
  const headers = { ...Object.fromEntries(frameHeaders(ports)), 'Content-Type': 'application/json' }
  const route = endpoints.introspect.path
  return async ({ header, body, clientAddress }) => {
    const begunMs = performance.now()
    if (isUnusual(header)) return null
    const key = /^Bearer (\S+)$/.exec(header('authorization') ?? '')?.[1]
    const asked = introspectionRequest.safeParse(readForm(body))
    if (key === undefined || !asked.success) return null
    const { handle = '', token = handle } = asked.data
    const found = await find(ports, key, token).catch(() => null)
    if (!found || !allowances.mayTake(found.source.id, 1)) return null

    const { source, keyId, session } = found
    allowances.take(source.id, 1)
    ports.noteSourceSeen(source.id, keyId, ports.clock())
    const isActive = session !== undefined && isOpen(session)
    if (session && !isActive) ports.guards.asked(source.id, session.id)
    const requestId = ports.newId()
    metrics.count({ method: 'POST', route, status: 200, code: null })
    ports.log({
      event: 'request',
      requestId,
      method: 'POST',
      route,
      status: 200,
      code: null,
      durationMs: Math.round((performance.now() - begunMs) * 10) / 10,
      clientAddress,
      sessionId: null,
    })
    const answer = isActive ? toIntrospection(session) : { active: false }
    return { headers: { ...headers, 'X-Request-Id': requestId }, body: JSON.stringify(answer) }
  }
}

/** What a page sends, what a proxy adds to be taken over, and what is no plain form. */
function isUnusual(header: DirectRequest['header']): boolean {
  return (
    header('content-type') !== 'application/x-www-form-urlencoded' ||
    header('origin') !== undefined ||
    header('sec-fetch-site') !== undefined ||
    header('x-request-id') !== undefined
  )
}

async function find(ports: ApiPorts, key: string, handle: string) {
  const recognized = await recognizeSource(ports, key)
  return recognized && { ...recognized, session: await sessionForSource(ports, recognized.source, handle) }
}
