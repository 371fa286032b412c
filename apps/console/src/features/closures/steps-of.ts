import type { ReceiptView } from '@curfew/contract'

export const stepNames = ['storedAt', 'sentAt', 'acknowledgedAt', 'verifiedAt'] as const

export type Step = {
  readonly name: (typeof stepNames)[number]
  /** Null when it has not happened, or was skipped. */
  readonly at: Date | null
  /** Since it was stored; null for that step itself. */
  readonly afterMs: number | null
}

/** The steps of a delivery, with how long after being stored each was reached. */
export function stepsOf(receipt: Pick<ReceiptView, (typeof stepNames)[number]>): readonly Step[] {
  const storedMs = Date.parse(receipt.storedAt)
  return stepNames.map((name) => {
    const at = receipt[name]
    return {
      name,
      at: at === null ? null : new Date(at),
      afterMs: at === null || name === 'storedAt' ? null : Math.max(0, Date.parse(at) - storedMs),
    }
  })
}
