import type { AccessPorts } from '@curfew/access'
import type { ProblemCode } from '@curfew/contract'
import type {
  AccountingWatch,
  BrowserStreams,
  EventSink,
  GuardFeeds,
  Guards,
  LogoutTokens,
  RegistryPorts,
  Signals,
} from '@curfew/registry'
import type { Context } from 'hono'
import type { SealedStore } from './edge/sealed-cursors.ts'
import type { SourceLimits } from './edge/source-allowances.ts'

/** All that the routes reach the world through. */
export type ApiPorts = RegistryPorts &
  AccessPorts & {
    readonly store: SealedStore
    readonly streams: BrowserStreams
    readonly openEventStream: OpenEventStream
    readonly guards: Guards
    readonly feeds: GuardFeeds
    /** Reads the logout tokens of OPs. */
    readonly logoutTokens: LogoutTokens
    readonly signals: Signals
    readonly accounting: AccountingWatch
    /** Notes that a source called, and with which of its keys; written later, in batches. */
    readonly noteSourceSeen: (sourceId: string, keyId: string, at: Date) => void
    /** How much each source may ask for; left out: far beyond what a healthy one needs. */
    readonly sourceLimits?: SourceLimits
    readonly sessionCookie: SessionCookie
    /** `scheme://host[:port]` of every address the console is served at; a browser's mutation must come from one. */
    readonly publicOrigins: readonly string[]
    /** Browsers reach us over TLS: they are told to stay there. */
    readonly isSecure: boolean
    readonly about: { readonly version: string; readonly demo: boolean }
    readonly log: (line: LogLine) => void
    /** A proxy of ours stands in front: its request ids are taken over. `clientAddress` honours the same setting. */
    readonly trustProxy: boolean
    readonly clientAddress: (c: Context) => string
    /** False from the moment the process is asked to stop. */
    readonly isReady: () => boolean
    readonly metrics?: {
      /** Also from other machines. */
      readonly isOpen?: boolean
      /** Figures of the process, as lines of Prometheus text. */
      readonly ofTheProcess?: () => string
    }
  }

/**
 * Answer with an event stream and hand its sink to `attach`. A server may write to its socket directly; the default is
 * `webEventStream`.
 */
export type OpenEventStream = (c: Context, attach: (sink: EventSink) => void) => Response

/** Where a browser keeps its credential between two requests. */
export interface SessionCookie {
  read(c: Context): string | undefined
  write(c: Context, token: string, maxAgeSeconds: number): void
  clear(c: Context): void
}

/** One line of the log. There is no other field, and none of these holds a credential, a body or a query. */
export type LogLine =
  | {
      readonly event: 'request'
      readonly requestId: string
      readonly method: string
      /** As in the table of endpoints; `unknown` for everything else. */
      readonly route: string
      readonly status: number
      readonly code: ProblemCode | null
      readonly durationMs: number
      readonly clientAddress: string
      readonly sessionId: string | null
    }
  | {
      readonly event: 'fault'
      readonly requestId: string
      readonly name: string
      /** Credentials of the request are blotted out. */
      readonly message: string
      readonly stack: string
    }
