import type { SigningAlgorithm } from '@curfew/contract'
import type { KeptBackChannel, SigningKey } from '@curfew/registry'
import { createSigner, type Signer } from './token.ts'

const mostSigners = 1_000

/**
 * Who signs for a relying party: its OP's key where it was given, else Curfew's own. Keys are made ready once.
 *
 * @param ownKey the one of ours that signs with that algorithm now
 */
export function createSigners(
  ownKey: (algorithm: SigningAlgorithm) => Promise<Pick<SigningKey, 'jwk'>>,
): (settings: Pick<KeptBackChannel, 'signingKey' | 'algorithm'>) => Promise<Signer> {
  const signers = new Map<string, Promise<Signer>>()
  return async ({ signingKey, algorithm }) => {
    const jwk = signingKey ?? (await ownKey(algorithm)).jwk
    const name = `${algorithm} ${jwk.kid} ${jwk.d}`
    const known = signers.get(name)
    if (known) return known
    if (signers.size >= mostSigners) signers.clear()
    const made = createSigner(jwk, algorithm)
    signers.set(name, made)
    made.catch(() => signers.delete(name))
    return made
  }
}
