import type { Exchange, Seen } from './exchange.ts'

export const unknownId = '0190a0b0-0000-7000-8000-000000000000'
export const siem = { name: 'conformance siem', audience: 'https://siem.example', allowsPrivateAddresses: true }
export const revoked = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked'
export const encode = (value: object) => btoa(JSON.stringify(value)).replaceAll('=', '')
/** Nobody signed it. */
export const unsigned = (iss: string) => `${encode({ typ: 'secevent+jwt', alg: 'ES256' })}.${encode({ iss })}.AAAA`
export const asSet = { 'content-type': 'application/secevent+jwt' }
export const unreachable = {
  name: 'conformance idp',
  issuer: 'https://idp.example',
  jwksUri: 'http://127.0.0.1:9/jwks',
  audience: 'https://curfew.example',
  allowsPrivateAddresses: true,
}
export const receiver = (rest: string) => (seen: Seen) => `/api/signals/receivers/${seen('siem')}${rest}`
export const noReceiver = (rest: string) => () => `/api/signals/receivers/${unknownId}${rest}`
export const ofStream =
  (more: object = {}) =>
  (seen: Seen) => ({ stream_id: seen('stream'), ...more })

export function asAda(exchanges: readonly Omit<Exchange, 'as'>[]): readonly Exchange[] {
  return exchanges.map((exchange) => ({ ...exchange, as: 'ada' }))
}

export function asReceiver(
  key: string,
  exchanges: readonly Omit<Exchange, 'as' | 'headersFrom'>[],
): readonly Exchange[] {
  const headersFrom = (seen: Seen) => ({ authorization: `Bearer ${seen(key)}` })
  return exchanges.map((exchange) => ({ ...exchange, as: 'nobody', headersFrom }))
}

export function pushed(exchanges: readonly Omit<Exchange, 'as' | 'endpoint'>[]): readonly Exchange[] {
  return exchanges.map((exchange) => ({ ...exchange, as: 'nobody', endpoint: 'receiveSignal' }))
}
