import { CurfewError } from '@curfew/contract'
import { createMiddleware } from 'hono/factory'
import type { Anyone, LoggedOn } from '../call.ts'
import type { RequestMetrics } from '../metrics.ts'
import type { ApiPorts } from '../ports.ts'
import { dataPolicy, securityHeaders } from './security-headers.ts'

/** What surrounds every request: its id, its headers, its line in the log and its place in the metrics. */
export const frame = (ports: ApiPorts, metrics: RequestMetrics) => {
  const headers = frameHeaders(ports)
  return createMiddleware<{ Variables: Anyone & Partial<LoggedOn> }>(async (c, next) => {
    const begunMs = performance.now()
    const requestId = inboundId(ports, c.req.header('x-request-id')) ?? ports.newId()
    c.set('requestId', requestId)
    c.set('route', 'unknown')
    // Before the route runs: an event stream sends its headers long before it ends.
    c.header('X-Request-Id', requestId)
    for (const [name, value] of headers) c.header(name, value)
    await next()

    const code = c.error ? (c.error instanceof CurfewError ? c.error.code : 'internal') : null
    metrics.count({ method: c.req.method, route: c.var.route, status: c.res.status, code })
    ports.log({
      event: 'request',
      requestId,
      method: c.req.method,
      route: c.var.route,
      status: c.res.status,
      code,
      durationMs: Math.round((performance.now() - begunMs) * 10) / 10,
      clientAddress: ports.clientAddress(c),
      sessionId: c.var.session?.id ?? null,
    })
  })
}

/** What every answer carries, beside the id of its request. */
export function frameHeaders({ isSecure }: Pick<ApiPorts, 'isSecure'>): readonly (readonly [string, string])[] {
  return Object.entries({ ...securityHeaders(dataPolicy, isSecure), 'Cache-Control': 'no-store' })
}

/** Only our own proxy may name a request, and only with something that cannot forge a line of a log. */
function inboundId(ports: Pick<ApiPorts, 'trustProxy'>, text: string | undefined): string | undefined {
  return ports.trustProxy && text !== undefined && /^[\w.-]{8,64}$/.test(text) ? text : undefined
}
