import type { EndpointName, ProblemCode } from '@curfew/contract'
import { mockPassword } from '@curfew/mocks'

/** Who asks. Browsers keep a cookie, programs a token, each its own. */
export const clients = {
  nobody: 'browser',
  ada: 'browser',
  aude: 'browser',
  nina: 'browser',
  olga: 'program',
} as const
export type Client = keyof typeof clients

/** What earlier answers said, under the names that `keep` gave them. */
export type Seen = (name: string) => string

/** One request of the story, and how it is answered by the served API and by the mocked one alike. */
export type Exchange = {
  readonly says: string
  readonly as: Client
  /** `null`: an address or a method that is not published. */
  readonly endpoint: EndpointName | null
  readonly method?: string
  /** In place of the endpoint's own path; a query is added to it. */
  readonly path?: (seen: Seen) => string
  readonly query?: string
  /** Sent as JSON. */
  readonly body?: unknown
  readonly bodyFrom?: (seen: Seen) => unknown
  /** Sent as it is. */
  readonly rawBody?: string
  readonly rawBodyFrom?: (seen: Seen) => string
  readonly headers?: Readonly<Record<string, string>>
  readonly headersFrom?: (seen: Seen) => Readonly<Record<string, string>>
  /** `refusal`: as a standard wants it, and no problem. */
  readonly answer: 'success' | 'refusal' | ProblemCode
  /** Names for values of the answer, each by its place: `items.0.id`; `*` is the first. */
  readonly keep?: Readonly<Record<string, string>>
}

/** Everybody's password on both sides, unless a temporary one was given. */
export const password = mockPassword
