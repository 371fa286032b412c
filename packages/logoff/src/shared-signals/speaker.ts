import type { SignalSpeaker } from '@curfew/registry'
import { type SetClaims, sessionRevoked, streamNotice } from './claims.ts'

/** Sign claims as a JWS in compact form, with this `typ`. */
export type SignClaims = (claims: SetClaims, typ: string) => Promise<string>

/** RFC 8417 §2.3; SSF 1.0 §4.1.3: tells SETs from every other token. */
export const setType = 'secevent+jwt'

export function createSignalSpeaker(issuer: string, sign: SignClaims): SignalSpeaker {
  return {
    ofLogoff: (receiver, logoff) => sign(sessionRevoked(issuer, receiver, logoff), setType),
    ofNotice: (receiver, notice) => sign(streamNotice(issuer, receiver, notice), setType),
  }
}
