import type { EventName } from '@curfew/contract'
import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import type { ServerEvent } from './event-stream.ts'
import type { EventClient, Live } from './events.ts'
import { refetchAfter } from './query-client.ts'

const EventsContext = createContext<EventClient | null>(null)

/** Queries are asked again at most this often, however fast events come. */
const throttleMs = 1000
const names: readonly EventName[] = ['sessions', 'closures', 'webhooks', 'holds', 'reset']

/** Give the event stream to the page, and ask again for what said that it depends on it (`meta.refetchOn`). */
export function EventsProvider({ client, children }: { readonly client: EventClient; readonly children: ReactNode }) {
  const queries = useQueryClient()
  useEffect(() => {
    const happened = new Set<EventName>()
    let timer: ReturnType<typeof setTimeout> | undefined
    const refetch = () => {
      timer = undefined
      if (happened.size === 0) return
      // After a gap anything may have changed.
      refetchAfter(queries, happened.has('reset') ? names : [...happened])
      happened.clear()
      timer = setTimeout(refetch, throttleMs)
    }
    const stop = client.subscribe(({ name }) => {
      happened.add(name)
      if (timer === undefined) refetch()
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [client, queries])
  return <EventsContext value={client}>{children}</EventsContext>
}

/** Begin to follow what happens; somebody is logged on. */
export function useStartEvents(): () => void {
  return useContext(EventsContext)?.start ?? doNothing
}

/** Tell the other tabs that somebody has logged off. */
export function useSayLoggedOff(): () => void {
  return useContext(EventsContext)?.sayLoggedOff ?? doNothing
}

const doNothing = () => {}

/** Hear every event for as long as the component is there. */
export function useServerEvents(listener: (event: ServerEvent) => void): void {
  const client = useContext(EventsContext)
  const hear = useEffectEvent(listener)
  useEffect(() => client?.subscribe((event) => hear(event)), [client])
}

const unknown: Live = { state: 'connecting', changedAt: null }

/** Whether the page follows what happens, and when something last did. */
export function useLive(): Live {
  const client = useContext(EventsContext)
  return useSyncExternalStore(
    (listener) => client?.live.subscribe(listener) ?? (() => {}),
    () => client?.live.read() ?? unknown,
  )
}
