import type { SourceView } from '@curfew/contract'
import { type SourceReport, sourceOfRecipient } from '@curfew/registry'

const mostNamed = 10

/** What waits for a source, and what of it does not answer. */
export function toQueueView(queues: SourceReport['queues']): SourceView['queue'] {
  if (queues.length === 0) return null
  const silent = queues
    .flatMap(({ recipient, silentSince, probeAt, cause, waiting }) =>
      silentSince && probeAt ? [{ part: sourceOfRecipient(recipient).part, silentSince, probeAt, cause, waiting }] : [],
    )
    .sort((one, other) => one.silentSince.getTime() - other.silentSince.getTime())
  return {
    waiting: queues.reduce((sum, { waiting }) => sum + waiting, 0),
    givenUp: queues.reduce((sum, { givenUp }) => sum + givenUp, 0),
    silent: silent.slice(0, mostNamed).map(({ part, silentSince, probeAt, cause, waiting }) => ({
      part,
      since: silentSince.toISOString(),
      waiting,
      nextAttemptAt: probeAt.toISOString(),
      cause,
    })),
    silentCount: silent.length,
  }
}
