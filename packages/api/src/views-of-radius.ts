import type { RadiusSessionView, RadiusView } from '@curfew/contract'
import type { KeptRadius, RadiusRecord } from '@curfew/registry'

/** What a NAS told of a session. */
export function toRadiusSessionView(radius: RadiusRecord): RadiusSessionView {
  const { nasKey, sentFrom, acctSessionId, began, end, facts, counters, clockOffsetSeconds } = radius
  return {
    nas: nasKey,
    sentFrom,
    acctSessionId,
    ...facts,
    ...counters,
    beganExactly: began.isExact,
    lastHeardAt: radius.lastHeardAt.toISOString(),
    stillOnlineAt: radius.stillOnlineAt?.toISOString() ?? null,
    clockOffsetSeconds,
    end: end && { ...end, at: end.at.toISOString() },
  }
}

/** A NAS as it is registered; never with its secret. */
export function toRadiusView(
  { secret: _secret, former, secretChangedAt, ...settings }: KeptRadius,
  now: Date,
): RadiusView {
  return {
    ...settings,
    secretChangedAt: secretChangedAt.toISOString(),
    formerSecretUntil: former && former.until > now ? former.until.toISOString() : null,
  }
}
