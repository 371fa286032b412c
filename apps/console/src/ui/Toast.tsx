import { lazy, Suspense, useSyncExternalStore } from 'react'
import type { Tone } from './Banner.tsx'

/** What can be done about it while it is shown. */
export type NoteAct = { readonly label: string; readonly run: () => void }
export type Note = {
  readonly id: number
  readonly text: string
  readonly tone: Tone
  readonly act: NoteAct | null
}

/** Fetched with the first toast. */
const ToastRegion = lazy(async () => ({ default: (await import('./ToastRegion.tsx')).ToastRegion }))
const listeners = new Set<() => void>()
let notes: readonly Note[] = []
let lastId = 0

/** Say in passing that something was done, or was not. What must not be missed belongs into the page. */
export function toast(text: string, tone: Tone = 'plain', act: NoteAct | null = null): void {
  lastId += 1
  change([...notes, { id: lastId, text, tone, act }])
}

/** Notes that were handed over are shown and forgotten by the region. */
export function takeNotes(): readonly Note[] {
  const taken = notes
  if (taken.length > 0) change([])
  return taken
}

/** Where toasts appear; stands once in the frame. */
export function Toasts() {
  const hasAny = useSyncExternalStore(listen, () => lastId > 0)
  if (!hasAny) return null
  return (
    <Suspense>
      <ToastRegion />
    </Suspense>
  )
}

function change(after: readonly Note[]) {
  notes = after
  for (const listener of listeners) listener()
}

export function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
