import { useCallback } from 'react'
import { Time } from '../../ui/Time.tsx'
import { useTicking } from './ticking.ts'
import { formats, words } from './words.ts'

/** When a NAS spoke of a session last: `4 min ago`. */
export function HeardAgo({ at }: { readonly at: string }) {
  const date = new Date(at)
  const text = useTicking(useCallback((nowMs: number) => words.ago((nowMs - Date.parse(at)) / 1000), [at]))
  return <Time at={date} short={text} exact={formats.exact(date)} />
}
