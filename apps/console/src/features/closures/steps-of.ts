import type { ReceiptView } from '@curfew/contract'

export const stepNames = ['storedAt', 'sentAt', 'acknowledgedAt', 'verifiedAt'] as const

export type Step = {
  readonly name: (typeof stepNames)[number]
  /** Null when it has not happened. */
  readonly at: Date | null
  /** It happened by then: the step after it did, and was noted first. */
  readonly isByThen: boolean
  /** It will not happen: a later step has, or the recipient refused. */
  readonly isSkipped: boolean
  /** It was tried, and so far in vain. */
  readonly isTried: boolean
  /** Since it was stored; null for that step itself. */
  readonly afterMs: number | null
}

/** The steps of a delivery, with how long after being stored each was reached. */
export function stepsOf(
  receipt: Pick<ReceiptView, (typeof stepNames)[number] | 'status' | 'attempts'>,
): readonly Step[] {
  const storedMs = Date.parse(receipt.storedAt)
  return stepNames.map((name, position) => {
    const later = stepNames.slice(position + 1).flatMap((step) => receipt[step] ?? [])
    // Whoever answered was told: an answer may be noted before the sending is.
    const byThen = name === 'sentAt' && receipt.sentAt === null ? later[0] : undefined
    const at = receipt[name] ?? byThen ?? null
    return {
      name,
      at: at === null ? null : new Date(at),
      isByThen: byThen !== undefined,
      isSkipped: at === null && (receipt.status === 'refused' || later.length > 0),
      isTried: at === null && name === 'sentAt' && receipt.status === 'unreachable' && receipt.attempts > 0,
      afterMs: at === null || name === 'storedAt' ? null : Math.max(0, Date.parse(at) - storedMs),
    }
  })
}
