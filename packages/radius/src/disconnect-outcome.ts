import type { ErrorCause, RefusalAdvice } from './error-cause.ts'
import type { LikelyCause } from './likely-causes.ts'

/** What one attempt took, for the receipt. */
export type Attempt = {
  readonly transmissions: number
  readonly firstSentAt: Date | null
  readonly answeredAt: Date | null
}

/**
 * What became of one attempt to end a session. `words` is a sentence for the administrator.
 *
 * - `acknowledged`: the NAS says that it ended it. Verified it is when accounting says Stop.
 * - `refused`: the NAS says no, or nobody could be asked about this session alone. `advice` is what follows: `final`, `retry`
 *   later, or `confirm` by accounting (503).
 * - `unreachable`: nothing that counts came; the likely causes, the best founded first. Sending again later may help.
 */
export type DisconnectOutcome = Attempt & { readonly words: string } & (
    | { readonly to: 'acknowledged' }
    | { readonly to: 'refused'; readonly errorCause: number | null; readonly advice: RefusalAdvice }
    | { readonly to: 'unreachable'; readonly likelyCauses: readonly LikelyCause[] }
  )

export function acknowledged(attempt: Attempt, errorCause: ErrorCause | null): DisconnectOutcome {
  const words = errorCause === null ? 'The NAS ended the session.' : `The NAS agreed. ${inWords(errorCause)}`
  return { ...attempt, to: 'acknowledged', words }
}

export function refused(attempt: Attempt, errorCause: ErrorCause | null): DisconnectOutcome {
  if (errorCause === null)
    return {
      ...attempt,
      to: 'refused',
      errorCause: null,
      advice: 'final',
      words: 'The NAS refused and gave no reason.',
    }
  return {
    ...attempt,
    to: 'refused',
    errorCause: errorCause.code,
    advice: errorCause.advice,
    words: inWords(errorCause),
  }
}

export function unreachable(attempt: Attempt, causes: readonly LikelyCause[]): DisconnectOutcome {
  const before = attempt.transmissions === 0 ? 'It was not asked.' : 'No answer that counts.'
  return {
    ...attempt,
    to: 'unreachable',
    likelyCauses: causes,
    words: [before, ...causes.map(({ words }) => words)].join(' '),
  }
}

/** An attempt that went no further than here. */
export const neverSent: Attempt = { transmissions: 0, firstSentAt: null, answeredAt: null }

/**
 * Refused by ourselves, finally: what is known of the session does not name it alone, or not in one packet.
 */
export function nothingToSend(reason: 'too-broad' | 'too-long'): DisconnectOutcome {
  const words =
    reason === 'too-broad'
      ? 'It was not asked: what would be sent to it names no single session, and could end others. Choose more identifying attributes for this NAS.'
      : 'It was not asked: what names the session does not fit into one packet. Choose fewer identifying attributes for this NAS.'
  return { ...neverSent, to: 'refused', errorCause: null, advice: 'final', words }
}

const inWords = ({ code, name, words }: ErrorCause) => `${name} (${code}): ${words}`
