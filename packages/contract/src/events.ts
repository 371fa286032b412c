import * as z from 'zod/mini'
import { logoffEvent } from './closing.ts'
import { id } from './session.ts'
import { endings } from './words.ts'

/**
 * Events of `GET /api/events`. They say *that* something changed; the reader asks again for what it shows.
 * Only listed sessions are ever named or counted. `logoff` is the last event of a stream.
 */
export const sessionsEvent = z.object({
  began: z.number(),
  /** Here and in `changed` at most 200; were there more, none is named, and `many` says so. */
  ended: z.array(z.object({ id, ending: z.enum(endings) })),
  changed: z.array(id),
  /** Among those that began: they came back after a closure. At most 200; left out: none did. */
  cameBack: z.optional(z.array(z.object({ id, closureId: id, afterMs: z.number() }))),
  many: z.boolean(),
})
export type SessionsEvent = z.infer<typeof sessionsEvent>

export const closuresEvent = z.object({ closureIds: z.array(id) })
export type ClosuresEvent = z.infer<typeof closuresEvent>

/** These webhooks were changed, or told something, or could not be. */
export const webhooksEvent = z.object({ webhookIds: z.array(id) })
export type WebhooksEvent = z.infer<typeof webhooksEvent>
/** Holds were made or lifted. */
export const holdsEvent = z.object({})
export type HoldsEvent = z.infer<typeof holdsEvent>

/** `reset`: the reader was away for longer than events are kept; everything may have changed. */
export const eventShapes = {
  sessions: sessionsEvent,
  closures: closuresEvent,
  webhooks: webhooksEvent,
  holds: holdsEvent,
  reset: z.object({}),
  logoff: logoffEvent,
} as const
export type EventName = keyof typeof eventShapes
export const heartbeatSeconds = 15
