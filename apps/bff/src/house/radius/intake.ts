import { type AccountingEvent, applyAccounting, handleOf, isNasEvent, sessionKeyOf } from '@curfew/radius'
import {
  type ClosingPorts,
  closeHeld,
  type Heard,
  keepAccounting,
  type NasRestart,
  type RegistryPorts,
  resumeHeld,
  stepOf,
} from '@curfew/registry'
import type { NasTable } from './nas-table.ts'
import { createPipeline } from './pipeline.ts'
import { eventOf, recordOf, stateOf } from './session-state.ts'
import { type Batch, nasKey, sessionKey, type Told, whatWasHeard } from './what-was-heard.ts'

type Ports = Pick<RegistryPorts, 'store' | 'changes' | 'clock' | 'newId'> & ClosingPorts

export type Intake = {
  /** Resolves when it is stored. */
  readonly commit: (events: readonly AccountingEvent[]) => Promise<void>
  /** Close what began under a hold while the store or the process had gone. Does nothing when none is known. */
  closeMissed(): Promise<void>
  /** End what restarts of NASes have ended and is not written yet. */
  finishRestarts(): Promise<void>
}

/** So many sessions of a NAS that restarted are ended before packets have their turn again. */
const pageSize = 500

/**
 * Where packets become sessions: read what is known, let the rules of accounting decide, and keep it in one transaction.
 *
 * A restart is one row, stored before it is answered; the sessions that it ends follow in pages, also after a crash, and a
 * packet about one of them is judged as if that had been done.
 */
export function createIntake(
  ports: Ports,
  nases: Pick<NasTable, 'sourceOf'>,
  onError: (error: unknown) => void,
): Intake {
  const { store } = ports
  const step = (heard: Heard) => stepOf(ports, heard)
  const batches = createPipeline({
    decide: async (events: readonly AccountingEvent[], ahead: readonly Told[]) =>
      whatWasHeard(after(ahead, await readBatch(store, events)), events, { sourceOf: nases.sourceOf, step }),
    write: async ({ kept, restarts }) => {
      const held = kept.length + restarts.length > 0 ? await keepAccounting(ports, kept, restarts) : []
      if (restarts.length > 0) finishRestarts().catch(onError)
      return held
    },
  })

  /** After a crash somebody may have slipped in. */
  let mayHaveMissed = true

  const commit = async (events: readonly AccountingEvent[]) => {
    const held = await batches.put(events)
    // What they told is kept, and answered whether or not this works: sent again it would be nothing new.
    await closeHeld(ports, held).catch((error: unknown) => {
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

  /** @returns the last session of the page; null: there is no further one */
  const endPage = async (restart: NasRestart, afterId: string | null) => {
    const source = nases.sourceOf(restart.sourceId)
    const page = source ? await store.sessionsOfNas(restart, afterId, pageSize) : []
    const heard = page.flatMap((known): Heard[] => {
      const { state, change } = applyAccounting(stateOf(known), eventOf(restart))
      if (!source || !state || change !== 'ended') return []
      return [{ source, handle: known.handle, known, radius: recordOf(state, known.radius.sentFrom), is: 'over' }]
    })
    if (heard.length > 0)
      await keepAccounting(
        ports,
        heard.map((one) => ({ ...step(one), heard: one })),
        [],
      )
    return page.length < pageSize ? null : (page.at(-1)?.id ?? null)
  }
  const finishRestarts = async () => {
    for (const restart of await store.unfinishedRestarts()) {
      let afterId: string | null = null
      do {
        const after: string | null = afterId
        afterId = await batches.alone(() => endPage(restart, after))
      } while (afterId !== null)
      await store.finishRestart(restart)
    }
  }

  return { commit, closeMissed, finishRestarts }
}

async function readBatch(store: Ports['store'], events: readonly AccountingEvent[]): Promise<Batch> {
  const handles = new Map<string, { sourceId: string; handle: string }>()
  const nases = new Map<string, { sourceId: string; nasKey: string }>()
  for (const event of events) {
    const nas = { sourceId: event.sourceId, nasKey: event.nas.key }
    nases.set(nasKey(nas), nas)
    if (isNasEvent(event)) continue
    const handle = handleOf(sessionKeyOf(event))
    handles.set(sessionKey(event.sourceId, handle), { sourceId: event.sourceId, handle })
  }
  const { sessions, restarts } = await store.knownToAccounting([...handles.values()], [...nases.values()])
  return {
    known: new Map(sessions.map((one) => [sessionKey(one.sourceId, one.handle), one])),
    restarts: new Map(restarts.map((restart) => [nasKey(restart), restart])),
  }
}

/** As it will be known once what was told before is written. */
function after(told: readonly Told[], { known, restarts }: Batch): Batch {
  for (const { kept, restarts: later } of told) {
    for (const { heard, known: session } of kept) known.set(sessionKey(heard.source.id, heard.handle), session)
    for (const restart of later) restarts.set(nasKey(restart), restart)
  }
  return { known, restarts }
}
