import type * as z from 'zod/mini'
import type { ProblemCode } from '../problem.ts'
import type { Role } from '../words.ts'

/**
 * Who may call: anyone; any session of Curfew's own, even one whose logon is only begun; any one that is logged on;
 * administrators from this role upward; a source with its key; or a receiver of signals with its.
 */
export type EndpointAccess = 'anyone' | 'begun-session' | 'own-session' | Role | 'source' | 'receiver'

/**
 * One call of the API, as data: the routes are mounted from it, the OpenAPI document is printed from it, and tests
 * hold the running server against it. Paths are written as in OpenAPI.
 */
export type Endpoint = {
  readonly method: 'get' | 'post' | 'patch' | 'put' | 'delete'
  readonly path: `/${string}`
  readonly summary: string
  readonly access: EndpointAccess
  readonly query?: Readonly<Record<string, string>>
  /** Request headers that mean something here. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: z.ZodMiniType
  /** The body is `application/x-www-form-urlencoded`. */
  readonly form?: z.ZodMiniType
  /** The body is one signed token of this content type; the route judges it. */
  readonly token?: string
  readonly success: {
    readonly status: 200 | 201 | 202 | 204
    readonly schema?: z.ZodMiniType
    /** Several: which one, the query says. */
    readonly contentType?: string | readonly string[]
    readonly description: string
  }
  /** How a standard wants it refused, in place of a problem. */
  readonly refusal?: { readonly status: 400; readonly schema: z.ZodMiniType; readonly description: string }
  readonly problems: readonly ProblemCode[]
}

/**
 * Sent with any value by a page that refreshes itself: such a request is no activity of its user and does not keep the
 * session from going idle.
 */
export const backgroundHeader = 'X-Curfew-Background'

/** Every list is read page by page. */
export const pageQuery = { limit: '1 to 500, default 100.', cursor: 'nextCursor of the page before.' }
