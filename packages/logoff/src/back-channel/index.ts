import type { Exchange } from '../exchange/exchange.ts'
import type { FetchText } from '../logout-tokens/key-sets.ts'

/** OpenID Connect Back-Channel Logout 1.0, outward, and the connections that it makes. */
export * from '../exchange/exchange.ts'
export * from './channel.ts'
export * from './token.ts'

/** What the keys of OPs are fetched with: the same caution as for what is told. */
export function fetchTextThrough(exchange: Exchange): FetchText {
  return async (uri, allowsPrivateAddresses) => {
    const answered = await exchange({ uri, allowsPrivateAddresses })
    if (answered.outcome === 'answered' && answered.status === 200) return answered.body
    throw new Error(answered.outcome === 'answered' ? `It answered ${answered.status}.` : answered.cause)
  }
}
