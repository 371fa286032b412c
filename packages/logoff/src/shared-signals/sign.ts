import { importJWK, type JWK, SignJWT } from 'jose'
import type { SignClaims } from './speaker.ts'

/** The CAEP Interoperability Profile §2.7 asks for it, and every receiver has it. */
export const setAlgorithm = 'RS256'

type Ready = { readonly kid: string; readonly key: Awaited<ReturnType<typeof importJWK>> }

/**
 * Sign with Curfew's own key, as it is published.
 *
 * @param ownKey the private key that signs now; it changes now and then, and is made ready once
 */
export function signWith(ownKey: () => Promise<{ readonly id: string; readonly jwk: object }>): SignClaims {
  let ready: Promise<Ready> | undefined
  let readyId = ''
  return async (claims, typ) => {
    const { id, jwk } = await ownKey()
    if (!ready || readyId !== id) {
      readyId = id
      ready = makeReady(id, jwk)
    }
    const { kid, key } = await ready
    return new SignJWT({ ...claims }).setProtectedHeader({ alg: setAlgorithm, kid, typ }).sign(key)
  }
}

async function makeReady(kid: string, { use: _use, ...jwk }: JWK): Promise<Ready> {
  return { kid, key: await importJWK({ ...jwk, alg: setAlgorithm }, setAlgorithm) }
}
