import { createHmac } from 'node:crypto'

/**
 * The value of `webhook-signature`: `v1,` and HMAC-SHA256 over `id.timestamp.body` in base64, once for each secret.
 *
 * @param secrets each `whsec_` and its bytes in base64; the newest first
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signatureOf(id: string, timestampSeconds: number, body: string, secrets: readonly string[]): string {
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
      return `v1,${createHmac('sha256', key).update(`${id}.${timestampSeconds}.${body}`).digest('base64')}`
    })
    .join(' ')
}
