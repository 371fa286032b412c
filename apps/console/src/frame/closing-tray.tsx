import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'

export type ClosingTray = {
  /** The closures in the tray, newest first. */
  readonly closureIds: readonly string[]
  /** Show how a closure goes on, until it is dismissed; also after a reload. */
  readonly show: (closureId: string) => void
  readonly dismiss: (closureId: string) => void
}

const key = 'curfew.tray'
const TrayContext = createContext<ClosingTray>({ closureIds: [], show: () => {}, dismiss: () => {} })

export function ClosingTrayProvider({ children }: { readonly children: ReactNode }) {
  const [closureIds, setClosureIds] = useState<readonly string[]>(restore)
  const tray = useMemo<ClosingTray>(() => {
    const change = (edit: (ids: readonly string[]) => readonly string[]) =>
      setClosureIds((before) => {
        const after = edit(before)
        keep(after)
        return after
      })
    return {
      closureIds,
      show: (id) => change((ids) => [id, ...ids.filter((known) => known !== id)]),
      dismiss: (id) => change((ids) => ids.filter((known) => known !== id)),
    }
  }, [closureIds])
  return <TrayContext value={tray}>{children}</TrayContext>
}

/** Where a closure that was just ordered is handed to the tray. */
export function useClosingTray(): ClosingTray {
  return useContext(TrayContext)
}

/** The tray belongs to whoever is logged on, and goes with them. */
export function forgetTray(): void {
  keep([])
}

/** In the tab's own storage: another tab has another tray, and it ends with the session. */
function restore(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? '[]')
    return Array.isArray(kept) ? kept.filter((id): id is string => typeof id === 'string') : []
  } catch {
    return []
  }
}

function keep(ids: readonly string[]) {
  try {
    sessionStorage.setItem(key, JSON.stringify(ids))
  } catch {
    // A browser that keeps nothing: the tray lasts until the page is left.
  }
}
