import type { AccountingView, RadiusSessionView, RadiusView } from '@curfew/contract'
import type { AccountingReport, KeptRadius, RadiusRecord } from '@curfew/registry'

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

export function toAccountingView(report: AccountingReport | null): AccountingView {
  if (!report)
    return { since: null, listensOn: [], received: 0, answered: 0, duplicates: 0, refusals: [], refusalCount: 0 }
  const { since, listensOn, received, answered, duplicates, refusals, refusalCount } = report
  return {
    since: since.toISOString(),
    listensOn: listensOn.map(({ address, port }) => ({ address, port })),
    received,
    answered,
    duplicates,
    refusals: refusals.map(({ address, reason, count, firstAt, lastAt, detail, nas }) => ({
      address,
      reason,
      count,
      firstAt: firstAt.toISOString(),
      lastAt: lastAt.toISOString(),
      detail,
      nas: nas ? { id: nas.id, name: nas.name } : null,
    })),
    refusalCount,
  }
}
