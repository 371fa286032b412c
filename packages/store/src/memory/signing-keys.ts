import type { ReceivedTokenStore, SigningKeyStore } from '@curfew/registry'
import { withSigningKey } from '../signing-key-rows.ts'
import type { Tables } from './tables.ts'

/** Keys that sign, and tokens of others that were obeyed. */
export function signingKeyStore(tables: Tables): SigningKeyStore & ReceivedTokenStore {
  const { signingKeys, receivedTokens } = tables
  const nameOf = (issuer: string, tokenId: string) => JSON.stringify([issuer, tokenId])
  const all = () => Array.from(signingKeys.values())

  return {
    async signingKeys() {
      return all()
    },
    async addSigningKey(key, inPlaceOf, othersUntil, audit) {
      const after = withSigningKey(all(), key, inPlaceOf, othersUntil)
      if (!after) return 'outrun'
      signingKeys.clear()
      for (const one of after) signingKeys.set(one.id, one)
      tables.audit.set(audit.id, audit)
      return 'added'
    },

    async knowsToken(issuer, tokenId) {
      return receivedTokens.has(nameOf(issuer, tokenId))
    },
    async rememberToken(issuer, tokenId, until, now) {
      for (const [name, known] of receivedTokens) if (known <= now) receivedTokens.delete(name)
      receivedTokens.set(nameOf(issuer, tokenId), until)
    },
  }
}
