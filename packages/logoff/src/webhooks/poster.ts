import type { WebhookAnswer, WebhookMessage, WebhookPoster } from '@curfew/registry'
import type { Answered, Exchange } from '../exchange/exchange.ts'
import { signatureOf } from './sign.ts'

/** Posts messages as Standard Webhooks has them, over an exchange that trusts the other side with nothing. */
export function createWebhookPoster(exchange: Exchange): WebhookPoster {
  return {
    async post({ url, allowPrivate, id, at, body, secrets }: WebhookMessage): Promise<WebhookAnswer> {
      // Of the moment of sending: a receiver refuses what is older than minutes, so a later attempt has a later one.
      const seconds = Math.floor(at.getTime() / 1000)
      const headers = {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(seconds),
        'webhook-signature': signatureOf(id, seconds, body, secrets),
      }
      return toAnswer(await exchange({ uri: url, allowsPrivateAddresses: allowPrivate, post: { body, headers } }))
    },
  }
}

/** Too much of an answer is cut off, and its status stands; one that is not over in time is none. */
function toAnswer(answered: Answered): WebhookAnswer {
  switch (answered.outcome) {
    case 'answered':
      return { status: answered.status, body: answered.body }
    case 'failed':
      return { failure: answered.cause }
    case 'cut-off':
      return answered.isTooLong ? { status: answered.status, body: answered.beginning } : { failure: answered.cause }
  }
}
