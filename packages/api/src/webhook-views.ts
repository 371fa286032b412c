import type { WebhookAttemptView, WebhookView } from '@curfew/contract'
import type { WebhookAttempt, WebhookReport } from '@curfew/registry'

/** Never with a secret: who has one was shown it once. */
export function toWebhookView({ webhook, counts }: WebhookReport, now: Date): WebhookView {
  const { id, name, url, types, kinds, sourceIds, allowPrivate, disabled, former, cause, accepted, forgotten } = webhook
  const { behind, retrying, givenUp } = counts
  return {
    id,
    name,
    url,
    types: [...types],
    kinds: [...kinds],
    sourceIds: [...sourceIds],
    allowPrivate,
    disabledReason: disabled?.reason ?? null,
    disabledAt: disabled?.at.toISOString() ?? null,
    createdAt: webhook.createdAt.toISOString(),
    secretChangedAt: webhook.secretChangedAt.toISOString(),
    formerSecretUntil: former && former.until > now ? former.until.toISOString() : null,
    lastAcceptedAt: webhook.lastAcceptedAt?.toISOString() ?? null,
    failingSince: webhook.failingSince?.toISOString() ?? null,
    cause,
    nextAttemptAt: webhook.nextAttemptAt?.toISOString() ?? null,
    accepted,
    behind,
    retrying,
    givenUp,
    forgotten,
  }
}

export function toWebhookAttemptView(attempt: WebhookAttempt): WebhookAttemptView {
  const { id, eventId, type, at, tookMs, outcome, status, cause, answer } = attempt
  return { id, eventId, type, at: at.toISOString(), tookMs, attempt: attempt.attempt, outcome, status, cause, answer }
}
