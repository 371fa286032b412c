import type { DeliveryStatus } from '@curfew/contract'
import type { AuditEntry, Delivery, DeliveryCounts, DeliveryStep, Receipt, RetryOf } from './closing.ts'
import type { GivenUpRecipient } from './given-up.ts'
import type { Page } from './listing.ts'
import type { QueueName, RecipientQueue, Room } from './queue.ts'
import type { Speed } from './speed.ts'

/** The outbox: what is to be told, whom it waits for, and the proof that it was. */
export interface DeliveryStore {
  /**
   * Deliveries whose next attempt is due, recipient by recipient, of each the oldest first; about `limit` of them that are
   * not under way. What it costs depends on how many recipients have something due and not on how much waits for them.
   *
   * @param room `roomIn` says how many each recipient may be given; those under way come too, and are to be passed over
   */
  dueDeliveries(now: Date, limit: number, room: Room): Promise<readonly Delivery[]>
  /** When the earliest recipient that has nothing due at `now` has something due; null: none is waiting. */
  nextDueAt(now: Date): Promise<Date | null>
  /**
   * Apply `advanceDelivery` to each, and `advanceCircuit` to their recipients, in one transaction; unknown ids are passed over.
   * When a recipient answers again, what was put off because it was silent is due at once.
   *
   * @returns them as they are then
   */
  advanceDeliveries(steps: readonly DeliveryStep[]): Promise<readonly Delivery[]>
  /**
   * Give up what waits for a recipient that is silent and has waited for as long as it may, at most `limit` in one transaction.
   *
   * @returns them as they are then; fewer than `limit`: there are no more
   */
  giveUpExpired(queue: QueueName, at: Date, limit: number): Promise<readonly Delivery[]>
  /** Every recipient that was ever to be told over a network, in no order. */
  recipientQueues(): Promise<readonly RecipientQueue[]>
  deliveryById(id: string): Promise<Delivery | undefined>
  deliveriesOfSession(sessionId: string): Promise<readonly Delivery[]>
  countDeliveries(closureIds: readonly string[]): Promise<ReadonlyMap<string, DeliveryCounts>>
  /** Refused and unreachable first, then pending, sent, acknowledged, verified; by id within a status. */
  receipts(
    closureId: string,
    statuses: readonly DeliveryStatus[],
    limit: number,
    cursor: string | null,
  ): Promise<Page<Receipt>>
  /** `speedOf` the deliveries of closures that were stored since `from`. */
  speed(from: Date, targetMs: number): Promise<Speed>
  /** In seconds; null: nobody has set one. */
  speedTarget(): Promise<number | null>
  setSpeedTarget(seconds: number, audit: AuditEntry): Promise<void>
  /** Of a session that is listed. */
  receiptById(deliveryId: string): Promise<Receipt | undefined>
  /** Recipients with deliveries that are given up, in no order. */
  givenUpRecipients(): Promise<readonly GivenUpRecipient[]>
  /** What is given up for these, of sessions that are listed: recipient by recipient, of each the newest first. */
  givenUp(recipients: readonly QueueName[], limit: number, cursor: string | null): Promise<Page<Receipt>>
  /** By id, after `afterId`: each is there once, whatever becomes of it between two calls. */
  receiptsAfter(closureId: string, afterId: string, limit: number): Promise<readonly Receipt[]>
  /**
   * What could not be told is due at `at`, as `retriedDelivery` has it, at most `limit` in one transaction; a refused one only
   * when it is named by its id. And the silent recipients concerned are tried at once; for a closure, all that are silent.
   *
   * @returns how many, and of which closures; fewer than `limit`: there are no more
   */
  retryDeliveries(
    which: RetryOf,
    at: Date,
    limit: number,
  ): Promise<{ readonly retried: number; readonly closureIds: readonly string[] }>
}
