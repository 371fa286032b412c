import { createExchange, type ExchangeOptions } from '../exchange/exchange.ts'
import { createWebhookPoster } from './poster.ts'

/** More than the log of attempts keeps of an answer is not waited for. */
const mostBytes = 4 * 1_024
const limitMs = 5_000

/** Sends to webhooks: five seconds over the whole exchange, no redirect, no address that may not be called. */
export function webhookPoster(options: Pick<ExchangeOptions, 'resolve' | 'limitMs'> = {}) {
  return createWebhookPoster(createExchange({ limitMs, mostBytes, ...options }))
}
