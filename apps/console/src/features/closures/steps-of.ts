import type { ReceiptView } from '@curfew/contract'

export const stepNames = ['storedAt', 'sentAt', 'acknowledgedAt', 'verifiedAt'] as const

export type Step = {
  readonly name: (typeof stepNames)[number]
  /** Null when it has not happened. */
  readonly at: Date | null
  /** It will not happen: a later step has, or the recipient refused. */
  readonly isSkipped: boolean
  /** Since it was stored; null for that step itself. */
  readonly afterMs: number | null
}

/** The steps of a delivery, with how long after being stored each was reached. */
export function stepsOf(receipt: Pick<ReceiptView, (typeof stepNames)[number] | 'status'>): readonly Step[] {
  const storedMs = Date.parse(receipt.storedAt)
  return stepNames.map((name, position) => {
    const at = receipt[name]
    const isPassed =
      receipt.status === 'refused' || stepNames.slice(position + 1).some((later) => receipt[later] !== null)
    return {
      name,
      at: at === null ? null : new Date(at),
      isSkipped: at === null && isPassed,
      afterMs: at === null || name === 'storedAt' ? null : Math.max(0, Date.parse(at) - storedMs),
    }
  })
}
