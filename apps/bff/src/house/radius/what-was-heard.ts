import {
  type AccountingEvent,
  applyAccounting,
  handleOf,
  isNasEvent,
  type NasEvent,
  type SessionEvent,
  type SessionState,
  sessionKeyOf,
} from '@curfew/radius'
import type { AllKept, Heard, Kept, KnownSession, NasRestart, Source } from '@curfew/registry'
import { eventOf, recordOf, stateOf } from './session-state.ts'

/** What is known before a batch, and what its packets make of it, one after the other. */
export type Batch = {
  readonly known: Map<string, KnownSession>
  readonly restarts: Map<string, NasRestart>
}
export type Told = {
  readonly kept: AllKept
  readonly restarts: readonly NasRestart[]
}

export const sessionKey = (sourceId: string, handle: string) => JSON.stringify([sourceId, handle])
export const nasKey = (nas: { readonly sourceId: string; readonly nasKey: string }) =>
  JSON.stringify([nas.sourceId, nas.nasKey])

/**
 * What a batch of packets tells, in their order: each is judged by what those before it have made of its session.
 *
 * @param step of `@curfew/registry`
 */
export function whatWasHeard(
  { known, restarts }: Batch,
  events: readonly AccountingEvent[],
  { sourceOf, step }: { readonly sourceOf: (id: string) => Source | undefined; readonly step: (heard: Heard) => Kept },
): Told {
  const kept: (Kept & { readonly heard: Heard })[] = []
  const told: NasRestart[] = []
  const keep = (key: string, heard: Heard) => {
    const one = step(heard)
    kept.push({ ...one, heard })
    known.set(key, one.known)
  }

  for (const event of events) {
    const source = sourceOf(event.sourceId)
    if (!source) continue
    if (isNasEvent(event)) tell(event)
    else hear(source, event)
  }
  return { kept, restarts: told }

  function tell({ sourceId, nas, happenedAt, kind }: NasEvent) {
    const restart = { sourceId, nasKey: nas.key, at: happenedAt, by: kind }
    const before = restarts.get(nasKey(restart))
    if (before && before.at >= restart.at) return
    restarts.set(nasKey(restart), restart)
    told.push(restart)
  }

  function hear(source: Source, event: SessionEvent) {
    const handle = handleOf(sessionKeyOf(event))
    const key = sessionKey(source.id, handle)
    const restart = restarts.get(nasKey({ sourceId: source.id, nasKey: event.nas.key }))
    const over = (session: KnownSession, state: SessionState) =>
      keep(key, { source, handle, known: session, radius: recordOf(state, session.radius.sentFrom), is: 'over' })

    // What a restart ended may still be waiting for its turn to be written.
    const before = known.get(key)
    const restarted = before && restart && applyAccounting(stateOf(before), eventOf(restart))
    if (before && restarted?.change === 'ended' && restarted.state) over(before, restarted.state)

    const session = known.get(key)
    const was = session && stateOf(session)
    const { state, change, superseded } = applyAccounting(was, event, restart)
    if (session && superseded) over(session, superseded)
    if (!state || change === 'unchanged') return
    const isNew = !session || change === 'began' || (change === 'ended' && was?.ended !== null)
    const is = change === 'ended' ? 'over' : change === 'still-online' ? 'still-online' : 'going-on'
    keep(key, {
      source,
      handle,
      known: isNew ? undefined : session,
      radius: recordOf(state, event.nas.sentFrom),
      is,
    })
  }
}
