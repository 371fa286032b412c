import type { DisconnectOutcome } from '@curfew/radius'
import type { TellOutcome } from '@curfew/registry'

/**
 * What an attempt at a NAS means for its delivery. An answer proves no end: only accounting verifies. A refusal stays one until
 * then, also 503, which may be good news; 506 and its like are tried again.
 *
 * @see RFC 5176 §3.5
 */
export function tellOutcomeOf(outcome: DisconnectOutcome): TellOutcome {
  if (outcome.to === 'acknowledged') return { to: 'acknowledged' }
  if (outcome.to === 'unreachable') return { to: 'unreachable', cause: outcome.words }
  const { words, advice } = outcome
  return { to: 'refused', cause: words, ...(advice === 'retry' ? { isTransient: true } : {}) }
}
