import { useSyncExternalStore } from 'react'

const narrow = '(width < 640px)'

/** Whether the window is too narrow for a grid with columns: rows are cards then. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = matchMedia(narrow)
      query.addEventListener('change', listener)
      return () => query.removeEventListener('change', listener)
    },
    () => matchMedia(narrow).matches,
  )
}
