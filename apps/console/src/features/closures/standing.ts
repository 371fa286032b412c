import { type ClosureView, type DeliveryStatus, deliveryStatuses, type ReceiptView } from '@curfew/contract'

/** The numbers of a closure, each with the receipts behind it. */
export type Count = {
  readonly name: 'closed' | 'told' | 'verified' | 'refused' | 'unreachable' | 'stillOnline'
  readonly value: number
  readonly statuses: readonly DeliveryStatus[]
  /** Something that somebody should look at. */
  readonly isOpenEnd: boolean
}

export function countsOf({ closed, deliveries, stillOnline }: ClosureView): readonly Count[] {
  return [
    { name: 'closed', value: closed, statuses: [], isOpenEnd: false },
    { name: 'told', value: toldOf(deliveries), statuses: ['sent', 'acknowledged', 'verified'], isOpenEnd: false },
    { name: 'verified', value: deliveries.verified, statuses: ['verified'], isOpenEnd: false },
    { name: 'refused', value: deliveries.refused, statuses: ['refused'], isOpenEnd: deliveries.refused > 0 },
    {
      name: 'unreachable',
      value: deliveries.unreachable,
      statuses: ['unreachable'],
      isOpenEnd: deliveries.unreachable > 0,
    },
    // So rare that its place is kept free for it nowhere; and wherever it is, nothing else matters more.
    ...(stillOnline > 0
      ? [{ name: 'stillOnline', value: stillOnline, statuses: unverified, isOpenEnd: true } as const]
      : []),
  ]
}

const unverified = deliveryStatuses.filter((status) => status !== 'verified')

/** Told and not heard to say no. */
export function toldOf({ sent, acknowledged, verified }: ClosureView['deliveries']): number {
  return sent + acknowledged + verified
}

export function openEndsOf({ refused, unreachable }: ClosureView['deliveries']): number {
  return refused + unreachable
}

/** By then everybody was tried who can be; who is still to be told has to come and ask, as programs on the API do. */
const tellingMs = 30_000

/** Sessions that are still to be ended and recipients that are just being told, as of then. */
export function leftToDo(closure: ClosureView, now: Date): number {
  const { state, planned, closed, alreadyClosed, notFound, deliveries, orderedAt } = closure
  const toEnd = state === 'closing' ? Math.max(1, planned - closed - alreadyClosed - notFound) : 0
  return toEnd + (now.getTime() - Date.parse(orderedAt) < tellingMs ? deliveries.pending : 0)
}

/** From OK until nothing that relies on Curfew accepted these sessions any more; null while that is not proved. */
export function refusedEverywhereAfterMs({ orderedAt, refusedEverywhereAt }: ClosureView): number | null {
  return refusedEverywhereAt === null ? null : Math.max(0, Date.parse(refusedEverywhereAt) - Date.parse(orderedAt))
}

export type OpenEnd = {
  readonly recipient: string
  readonly status: 'refused' | 'unreachable'
  readonly cause: string
  /** It connects by itself, and is told then. */
  readonly comesBack: boolean
  readonly count: number
}

/** A guard connects by itself and is told then; trying meanwhile would find nobody. */
export function isToldWhenBack({
  channel,
  status,
  nextAttemptAt,
}: Pick<ReceiptView, 'channel' | 'status' | 'nextAttemptAt'>): boolean {
  return channel === 'guard-feed' && status === 'unreachable' && nextAttemptAt === null
}

/** Recipients that refused or cannot be reached, each named once for each cause, those with the most first. */
export function openEndsByRecipient(receipts: readonly ReceiptView[]): readonly OpenEnd[] {
  const ends = new Map<string, OpenEnd>()
  for (const receipt of receipts) {
    const { recipient, status, cause } = receipt
    if (status !== 'refused' && status !== 'unreachable') continue
    const key = JSON.stringify([recipient, status, cause])
    const comesBack = isToldWhenBack(receipt)
    ends.set(key, { recipient, status, cause, comesBack, count: (ends.get(key)?.count ?? 0) + 1 })
  }
  return [...ends.values()].sort((one, other) => other.count - one.count)
}
