import type { SessionSummary } from '@curfew/contract'
import { useCallback } from 'react'
import { useLive } from '../../api/events-context.tsx'
import css from './SessionsHeading.module.css'
import { useTicking } from './ticking.ts'
import { formats, words } from './words.ts'

type Props = {
  /** Exact; null while nothing is known. */
  readonly total: number | null
  /** It belongs to the search before this one. */
  readonly isOld: boolean
  readonly notListed: SessionSummary['notListed']
}

export function SessionsHeading({ total, isOld, notListed }: Props) {
  return (
    <header className={css['heading']}>
      <h1>{words.title}</h1>
      <span className={css['total']} data-old={isOld || undefined}>
        {total === null ? ' ' : formats.number(total)}
      </span>
      <LiveDot />
      {notListed.length > 0 && (
        <p className={css['note']}>
          {words.search.notListed(notListed.map((what) => words.search.notListedKinds[what]))}
        </p>
      )}
    </header>
  )
}

/** Whether the page follows what happens, and when something last did. */
function LiveDot() {
  const { state, changedAt } = useLive()
  const changedMs = changedAt?.getTime() ?? null
  const ago = useTicking(
    useCallback((nowMs: number) => (changedMs === null ? '' : words.ago((nowMs - changedMs) / 1000)), [changedMs]),
  )
  if (state === 'connecting') return null
  const change = changedMs === null ? words.noChangeYet : words.changed(ago)
  return (
    <span
      className={css['live']}
      data-state={state}
      title={state === 'paused' ? words.pausedBecause : changedAt ? formats.exact(changedAt) : undefined}
    >
      {state === 'live' ? words.live : words.paused} · {change}
    </span>
  )
}
