import { useCallback } from 'react'
import { Time } from '../../ui/Time.tsx'
import { useTicking } from './ticking.ts'
import { formats, words } from './words.ts'

type Props = { readonly at: string }

/** When somebody logged on: `08:02`. */
export function Moment({ at }: Props) {
  const date = new Date(at)
  const text = useTicking(useCallback((nowMs: number) => words.shortMoment(new Date(at), new Date(nowMs)), [at]))
  return <Time at={date} short={text} exact={formats.exact(date)} />
}

/** How long ago: `14 min`. */
export function Since({ at }: Props) {
  const date = new Date(at)
  const text = useTicking(useCallback((nowMs: number) => words.duration((nowMs - Date.parse(at)) / 1000), [at]))
  return <Time at={date} short={text} exact={words.grid.idleSince(text, formats.exact(date))} />
}

/** How long until then: `5 h 38`. */
export function Until({ at }: Props) {
  const date = new Date(at)
  const text = useTicking(useCallback((nowMs: number) => words.grid.remaining((Date.parse(at) - nowMs) / 1000), [at]))
  return <Time at={date} short={text} exact={words.grid.until(text, formats.exact(date))} />
}

/** How long something has been running, down to the second: `12 s`. */
export function RunningFor({ at }: Props) {
  return useTicking(useCallback((nowMs: number) => words.inSeconds((nowMs - Date.parse(at)) / 1000), [at]))
}
