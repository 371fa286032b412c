import { keptAnswerBytes } from '@curfew/contract'
import type { Clock, NewId } from './ports.ts'
import type { Webhook, WebhookAttempt } from './webhook.ts'
import type { WebhookAnswer, WebhookPoster } from './webhook-ports.ts'

type Ports = { readonly clock: Clock; readonly newId: NewId; readonly webhookPoster: WebhookPoster }

/** Send one event once. @param attempt the number of this attempt @returns what became of it; never rejects */
export async function attemptOnce(
  { clock, newId, webhookPoster }: Ports,
  webhook: Webhook,
  event: { readonly id: string; readonly type: WebhookAttempt['type']; readonly body: string },
  attempt: number,
): Promise<WebhookAttempt> {
  const { url, allowPrivate } = webhook
  const at = clock()
  const secrets = secretsOf(webhook, at)
  const answer = await webhookPoster.post({ url, allowPrivate, id: event.id, at, body: event.body, secrets })
  const tookMs = Math.max(0, clock().getTime() - at.getTime())
  return { id: newId(), eventId: event.id, type: event.type, at, tookMs, attempt, ...judged(answer) }
}

/** Those that sign: the newest first, and the one before it while it is good. */
function secretsOf({ secret, former }: Webhook, now: Date): readonly string[] {
  return former && former.until > now ? [secret, former.secret] : [secret]
}

function judged(answer: WebhookAnswer): Pick<WebhookAttempt, 'outcome' | 'status' | 'cause' | 'answer'> {
  if ('failure' in answer) return { outcome: 'unreachable', status: null, cause: answer.failure, answer: '' }
  const { status, body } = answer
  const kept = { status, answer: body.slice(0, keptAnswerBytes) }
  if (status >= 200 && status < 300) return { outcome: 'accepted', cause: '', ...kept }
  const why = status >= 300 && status < 400 ? ' Redirects are not followed.' : ''
  return { outcome: 'refused', cause: `It answered ${status}.${why}`, ...kept }
}
