import { type AccountingEvent, isNasEvent } from '@curfew/radius'
import { type AccountingNews, type ClosingPorts, closeHeld, resumeHeld } from '@curfew/registry'
import type { AskedBookkeeping, EndedPage } from './bookkeeping.ts'

export type Intake = {
  /** Resolves when it is stored. */
  readonly commit: (events: readonly AccountingEvent[]) => Promise<void>
  /** Close what began under a hold while the store or the process had gone. Does nothing when none is known. */
  closeMissed(): Promise<void>
  /** End what restarts of NASes have ended and is not written yet. */
  finishRestarts(): Promise<void>
}

/**
 * What packets tell is kept, the pages hear of it, and whoever must be kept out is closed.
 *
 * A restart is one row, stored before it is answered; the sessions that it ends follow in pages, also after a crash.
 */
export function createIntake(
  ports: ClosingPorts,
  bookkeeping: AskedBookkeeping,
  onError: (error: unknown) => void,
): Intake {
  const { store, changes } = ports
  /** After a crash somebody may have slipped in. */
  let mayHaveMissed = true

  const tell = ({ change }: AccountingNews) => {
    if (change) changes.announce(change)
  }
  const commit = async (events: readonly AccountingEvent[]) => {
    const news = await bookkeeping.hear(events)
    tell(news)
    if (events.some(isNasEvent)) finishRestarts().catch(onError)
    if (news.held.length === 0) return
    // What they told is kept, and answered whether or not this works: sent again it would be nothing new.
    await closeHeld(ports, news.held).catch((error: unknown) => {
      mayHaveMissed = true
      onError(error)
    })
  }
  const closeMissed = async () => {
    if (!mayHaveMissed) return
    mayHaveMissed = false
    await resumeHeld(ports).catch((error: unknown) => {
      mayHaveMissed = true
      throw error
    })
  }
  const finishRestarts = async () => {
    for (const restart of await store.unfinishedRestarts()) {
      let after: string | null = null
      do {
        const page: EndedPage = await bookkeeping.endPage(restart, after)
        tell(page)
        after = page.next
      } while (after !== null)
      await store.finishRestart(restart)
    }
  }

  return { commit, closeMissed, finishRestarts }
}
