import type { SetError } from '@curfew/contract'
import type { RegistryStore, SignalReading, SignalTransmitter } from '@curfew/registry'
import { compactVerify, decodeJwt, decodeProtectedHeader, errors, type JWTVerifyGetKey } from 'jose'
import { readClaims } from './received-claims.ts'
import { isRecord } from './received-subject.ts'
import { setType } from './speaker.ts'

export type SetReaderOptions = {
  readonly store: Pick<RegistryStore, 'signalTransmitters'>
  /** The published keys of a transmitter, kept for a while; looks again for a key that is not there, and not too often. */
  readonly keysOf: (transmitter: SignalTransmitter) => JWTVerifyGetKey
  readonly clock: () => Date
}

const mostChars = 64 * 1024

/** Check a SET against the transmitters that are trusted, cheapest first; nothing is fetched for an issuer that is not. */
export function createSetReader({ store, keysOf, clock }: SetReaderOptions): (token: string) => Promise<SignalReading> {
  return async (token) => {
    const said = token.length <= mostChars ? decode(token) : null
    if (!said) return { ...refused('invalid_request', 'It is no signed token.'), transmitter: null }
    const { header, issuer } = said
    const transmitter = (await store.signalTransmitters()).find(
      (one) => one.settings.issuer === issuer && !one.disabled,
    )
    if (!transmitter) return { ...refused('invalid_issuer', 'Its issuer is not trusted here.'), transmitter: null }
    const { settings } = transmitter
    if (!isSetType(header.typ)) return { ...refused('invalid_request', `Its typ must be ${setType}.`), transmitter }
    if (!settings.algorithms.some((algorithm) => algorithm === header.alg))
      return {
        ...refused('invalid_key', `It must be signed with one of ${settings.algorithms.join(', ')}.`),
        transmitter,
      }
    const claims = await verify(token, transmitter, keysOf(transmitter))
    if ('unavailable' in claims) return claims
    if ('err' in claims) return { ...claims, transmitter }
    const read = readClaims(claims.claims, settings, clock())
    return 'err' in read ? { ...read, transmitter } : { signal: read, transmitter }
  }
}

function decode(token: string): { header: { typ?: unknown; alg?: unknown }; issuer: string } | null {
  try {
    const header = decodeProtectedHeader(token)
    const { iss } = decodeJwt(token)
    return typeof iss === 'string' ? { header, issuer: iss } : null
  } catch {
    return null
  }
}

async function verify(
  token: string,
  { name, settings }: SignalTransmitter,
  keys: JWTVerifyGetKey,
): Promise<{ readonly claims: Record<string, unknown> } | SetError | { readonly unavailable: string }> {
  try {
    const { payload } = await compactVerify(token, keys, { algorithms: [...settings.algorithms] })
    const claims: unknown = JSON.parse(new TextDecoder().decode(payload))
    return isRecord(claims) ? { claims } : refused('invalid_request', 'Its claims are no object.')
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed)
      return refused('authentication_failed', 'Its signature is not right.')
    if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
      return refused('invalid_key', 'Its key is none that its issuer publishes.')
    if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported)
      return refused('invalid_key', 'Its key or algorithm is not taken here.')
    if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid)
      return refused('invalid_request', 'It is no signed token.')
    return { unavailable: `The keys of ${name} cannot be had. Nothing was taken; send it again later.` }
  }
}

/** RFC 7515 §4.1.9: `application/` may be left out, and case does not count. */
function isSetType(typ: unknown): boolean {
  return typeof typ === 'string' && typ.toLowerCase().replace(/^application\//, '') === setType
}

function refused(err: SetError['err'], description: string): SetError {
  return { err, description }
}
