import { type AccountingEvent, applyAccounting, handleOf, isNasEvent, sessionKeyOf } from '@curfew/radius'
import {
  type AccountingNews,
  type AllKept,
  accountingBatch,
  accountingNews,
  type Heard,
  type NasRestart,
  type RegistryPorts,
  stepOf,
} from '@curfew/registry'
import type { Books } from '@curfew/store/writer'
import { eventOf, recordOf, stateOf } from './session-state.ts'
import { type Batch, nasKey, sessionKey, whatWasHeard } from './what-was-heard.ts'

/** What is decided where it is written, in one transaction with what it is decided upon. */
export type Bookkeeping = {
  /** Packets become sessions: what is known is read, the rules of accounting decide, and it is kept. */
  hear(events: readonly AccountingEvent[]): AccountingNews
  /** A page of the sessions that the restart of a NAS has ended. */
  endPage(restart: NasRestart, after: string | null): EndedPage
}

/** `next`: where to go on; null: there are no more. */
export type EndedPage = AccountingNews & { readonly next: string | null }

/** The same, asked of the thread that does it. @throws CurfewError `store-unavailable`: nothing was written */
export type AskedBookkeeping = {
  readonly [Name in keyof Bookkeeping]: (
    ...words: Parameters<Bookkeeping[Name]>
  ) => Promise<ReturnType<Bookkeeping[Name]>>
}

/** So many sessions of a NAS that restarted are ended before packets have their turn again. */
const pageSize = 500

/** A packet about a session that a restart has ended, and that is not written yet, is judged as if it were. */
export function keepBooks(books: Books, ports: Pick<RegistryPorts, 'clock' | 'newId'>): Bookkeeping {
  const step = (heard: Heard) => stepOf(ports, heard)
  const keep = (kept: AllKept, restarts: readonly NasRestart[]): AccountingNews => {
    if (kept.length + restarts.length === 0) return { change: null, held: [] }
    const at = ports.clock()
    const outcomes = books.keepAccounting(accountingBatch(kept, restarts, at, books.settings))
    return accountingNews(kept, outcomes, at, () => books.holdsInForce(at))
  }
  return {
    hear(events) {
      const { kept, restarts } = whatWasHeard(readBatch(books, events), events, { sourceOf: nasOf(books), step })
      return keep(kept, restarts)
    },
    endPage(restart, after) {
      const source = nasOf(books)(restart.sourceId)
      const page = source ? books.sessionsOfNas(restart, after, pageSize) : []
      const kept = page.flatMap((known) => {
        const { state, change } = applyAccounting(stateOf(known), eventOf(restart))
        if (!source || !state || change !== 'ended') return []
        const radius = recordOf(state, known.radius.sentFrom)
        const heard: Heard = { source, handle: known.handle, known, radius, is: 'over' }
        return [{ ...step(heard), heard }]
      })
      return { ...keep(kept, []), next: page.length < pageSize ? null : (page.at(-1)?.id ?? null) }
    },
  }
}

const nasOf = (books: Books) => (id: string) => {
  const source = books.sourceById(id)
  return source?.radius ? source : undefined
}

function readBatch(books: Books, events: readonly AccountingEvent[]): Batch {
  const handles = new Map<string, { sourceId: string; handle: string }>()
  const nases = new Map<string, { sourceId: string; nasKey: string }>()
  for (const event of events) {
    const nas = { sourceId: event.sourceId, nasKey: event.nas.key }
    nases.set(nasKey(nas), nas)
    if (isNasEvent(event)) continue
    const handle = handleOf(sessionKeyOf(event))
    handles.set(sessionKey(event.sourceId, handle), { sourceId: event.sourceId, handle })
  }
  const { sessions, restarts } = books.knownToAccounting([...handles.values()], [...nases.values()])
  return {
    known: new Map(sessions.map((one) => [sessionKey(one.sourceId, one.handle), one])),
    restarts: new Map(restarts.map((restart) => [nasKey(restart), restart])),
  }
}
