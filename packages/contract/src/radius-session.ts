import * as z from 'zod/mini'
import { instant } from './instant.ts'

const said = z.nullable(z.string())

/** What a NAS told of a session, by the names of the attributes; null: it did not say. */
export const radiusFacts = z.object({
  userName: said,
  multiSessionId: said,
  callingStationId: said,
  calledStationId: said,
  framedIpAddress: said,
  framedIpv6Address: said,
  framedIpv6Prefix: said,
  framedInterfaceId: said,
  delegatedIpv6Prefix: said,
  nasPort: z.nullable(z.number()),
  nasPortId: said,
  /** In words, as `Wireless - IEEE 802.11`. */
  nasPortType: said,
  class: said,
  connectInfo: said,
})
export type RadiusFacts = z.infer<typeof radiusFacts>

/** What went through it so far, as the NAS counted; octets with their Gigawords. */
export const radiusCounters = z.object({
  sessionSeconds: z.nullable(z.number()),
  inputOctets: z.nullable(z.number()),
  outputOctets: z.nullable(z.number()),
  inputPackets: z.nullable(z.number()),
  outputPackets: z.nullable(z.number()),
})
export type RadiusCounters = z.infer<typeof radiusCounters>

/**
 * What ended it: its NAS's own Stop, or what was concluded from the NAS's restart, from its silence, or from another session
 * under the same id.
 */
export const radiusEndings = ['stop', 'accounting-on', 'accounting-off', 'silence', 'superseded'] as const

/** Acct-Terminate-Cause: its number, its name in the standard, and what that means. */
export const terminateCause = z.object({ code: z.number(), name: z.string(), words: z.string() })

export const radiusEnd = z.object({
  at: instant,
  by: z.enum(radiusEndings),
  terminateCause: z.nullable(terminateCause),
})

/** What RADIUS accounting knows of a session, for its detail. */
export const radiusSessionView = z.object({
  /** Which NAS of the source it lives in, as that calls itself. */
  nas: z.string(),
  /** Where its accounting came from last: the NAS, or a relay. */
  sentFrom: z.string(),
  acctSessionId: z.string(),
  ...radiusFacts.shape,
  ...radiusCounters.shape,
  /** False: the NAS did not tell of its beginning, so the time was concluded. */
  beganExactly: z.boolean(),
  lastHeardAt: instant,
  /** After it was closed here: when its NAS last said that it goes on all the same. */
  stillOnlineAt: z.nullable(instant),
  /** Clock of the NAS less ours; null: it does not tell its time. */
  clockOffsetSeconds: z.nullable(z.number()),
  end: z.nullable(radiusEnd),
})
export type RadiusSessionView = z.infer<typeof radiusSessionView>
