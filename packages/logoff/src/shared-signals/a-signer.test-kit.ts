import {
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  type JWTVerifyGetKey,
  SignJWT,
} from 'jose'

/** Somebody who signs, with a key pair of their own. */
export type Signer = {
  readonly sign: (claims: object, header?: Partial<JWTHeaderParameters>) => Promise<string>
  readonly keys: JWTVerifyGetKey
  readonly publicJwk: JWK
}

export async function aSigner(alg = 'ES256', kid = `key-${alg}`): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' }
  return {
    sign: (claims, header = {}) =>
      new SignJWT({ ...claims }).setProtectedHeader({ alg, kid, typ: 'secevent+jwt', ...header }).sign(privateKey),
    keys: createLocalJWKSet({ keys: [publicJwk] }),
    publicJwk,
  }
}
