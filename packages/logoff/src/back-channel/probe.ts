import type { KeptBackChannel, TellOutcome } from '@curfew/registry'
import type { Exchange } from '../exchange/exchange.ts'
import { memberOf } from './answer.ts'

/** Waits before each question: some receivers answer first and end the session after it. */
export const probeAfterMs: readonly number[] = [0, 250, 1_000, 2_000]

export type ProbeOptions = {
  readonly exchange: Exchange
  readonly pause: (ms: number) => Promise<void>
}

/**
 * Ask a receiver that has accepted a logoff whether the session is still open there.
 *
 * @returns verified: it says that it is not; refused: it says that it goes on; acknowledged: it says neither
 * @see RFC 7662 §2
 */
export async function probe(
  { probeUri, allowsPrivateAddresses }: Pick<KeptBackChannel, 'probeUri' | 'allowsPrivateAddresses'>,
  sid: string,
  { exchange, pause }: ProbeOptions,
): Promise<TellOutcome> {
  if (probeUri === null) return { to: 'acknowledged' }
  let isActive: unknown
  for (const ms of probeAfterMs) {
    await pause(ms)
    const form = { token: sid, token_type_hint: 'sid' }
    const answered = await exchange({ uri: probeUri, form, allowsPrivateAddresses })
    isActive =
      answered.outcome === 'answered' && answered.status === 200 ? memberOf(answered.body, 'active') : undefined
    if (isActive === false) return { to: 'verified' }
    // One that does not answer the question will not answer it a moment later.
    if (isActive !== true) return { to: 'acknowledged' }
  }
  return { to: 'refused', cause: keeps }
}

export const keeps = 'It accepted the logoff, and says at its probe URL that the session goes on.'
