import type { WebhookView } from '@curfew/contract'
import { messages } from '../../messages/later-messages.ts'
import type { Tone } from '../../ui/Banner.tsx'

/** How a webhook stands, in a word or two. */
export function standingOf(webhook: WebhookView): { readonly tone: Tone; readonly text: string } {
  const { standings } = messages.webhooks
  const { disabledReason, failingSince, givenUp, retrying, lastAcceptedAt } = webhook
  if (disabledReason !== null) return { tone: 'warn', text: standings.disabled }
  if (failingSince !== null) return { tone: 'danger', text: standings.failing }
  if (givenUp > 0) return { tone: 'warn', text: standings.givenUp }
  if (retrying > 0) return { tone: 'warn', text: standings.retrying }
  return lastAcceptedAt === null ? { tone: 'plain', text: standings.new } : { tone: 'ok', text: standings.well }
}
