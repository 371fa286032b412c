import { lazy, useEffect } from 'react'

const load = async () => ({ default: (await import('./SessionPanel.tsx')).SessionPanel })

/** The detail of a session, fetched apart from the grid: the first page is shown without it. */
export const SessionPanel = lazy(load)

const quietMs = 1_000

/** Fetch it once the grid stands: it must open at once, even when the network has gone by then. */
export function usePanelAhead(): void {
  useEffect(() => {
    const timer = setTimeout(() => void load().catch(() => {}), quietMs)
    return () => clearTimeout(timer)
  }, [])
}
