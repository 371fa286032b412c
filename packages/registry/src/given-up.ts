import type { Actor, Receipt } from './closing.ts'
import type { Page, Scope } from './listing.ts'
import type { RegistryPorts } from './ports.ts'
import { printQueue, type QueueName, sourceOfRecipient } from './queue.ts'
import { type RetryPorts, retry } from './retry.ts'

/**
 * A recipient over a network for whom logoffs are not tried any more, of sessions that are listed. Browsers and programs are
 * none: Curfew itself refuses them, and there is nothing to be done about them by hand.
 */
export type GivenUpRecipient = QueueName & {
  /** As the latest of them names it. */
  readonly name: string
  readonly givenUp: number
}

/** Those of one recipient, by `printQueue`; or of one source, with all that is told as a part of it. Neither: all. */
export type WhoseGivenUp = { readonly recipient?: string | undefined; readonly sourceId?: string | undefined }

export type GivenUpPage = Page<Receipt> & {
  /** All of them, or those of the source that was asked for; the one with the most first. */
  readonly recipients: readonly GivenUpRecipient[]
}

/** What nobody tries to tell any more, recipient by recipient, of each the newest first. */
export async function listGivenUp(
  { store }: Pick<RegistryPorts, 'store'>,
  {
    whose,
    limit,
    cursor,
  }: { readonly whose: WhoseGivenUp; readonly limit: number; readonly cursor: string | null; readonly scope: Scope },
): Promise<GivenUpPage> {
  const all = await store.givenUpRecipients()
  const wanted = all.filter((one) => isOf(one, whose))
  const { items, nextCursor } = await store.givenUp(wanted, limit, cursor)
  const shown = all.filter((one) => isOf(one, { sourceId: whose.sourceId }))
  return { items, nextCursor, recipients: shown.toSorted((one, other) => other.givenUp - one.givenUp) }
}

/**
 * Try again now what was given up, and with it whatever else waits for these recipients.
 *
 * @returns how many deliveries are due again
 */
export async function retryGivenUp(ports: RetryPorts, whose: WhoseGivenUp, actor: Actor): Promise<number> {
  const wanted = (await ports.store.givenUpRecipients()).filter((one) => isOf(one, whose))
  return retry(ports, wanted, whose.recipient ?? whose.sourceId ?? 'given-up', actor)
}

function isOf(queue: QueueName, { recipient, sourceId }: WhoseGivenUp): boolean {
  if (recipient !== undefined && printQueue(queue) !== recipient) return false
  return sourceId === undefined || sourceOfRecipient(queue.recipient).sourceId === sourceId
}
