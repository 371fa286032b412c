import * as z from 'zod/mini'
import { instant } from './instant.ts'
import { id } from './session.ts'

/** Why a packet of RADIUS accounting got no answer. */
export const accountingRefusals = [
  'unknown-nas',
  'wrong-secret',
  'no-message-authenticator',
  'malformed',
  'unexpected-code',
  'too-many-waiting',
  'not-stored',
] as const
export type AccountingRefusal = (typeof accountingRefusals)[number]

/** What arrives by RADIUS accounting at this process, since it began to listen. */
export const accountingView = z.object({
  /** Null: it does not listen. */
  since: z.nullable(instant),
  listensOn: z.array(z.object({ address: z.string(), port: z.number() })),
  received: z.number(),
  answered: z.number(),
  /** Sent again by their NASes. */
  duplicates: z.number(),
  /** By address and reason, the latest first, a hundred at most. */
  refusals: z.array(
    z.object({
      address: z.string(),
      reason: z.enum(accountingRefusals),
      count: z.number(),
      firstAt: instant,
      lastAt: instant,
      /** What was wrong with the last one, in the words of the protocol; empty where the reason says it all. */
      detail: z.string(),
      /** The NAS that has this address now; null: none. */
      nas: z.nullable(z.object({ id, name: z.string() })),
    }),
  ),
  /** How many there are, also those that are not among them. */
  refusalCount: z.number(),
})
export type AccountingView = z.infer<typeof accountingView>
