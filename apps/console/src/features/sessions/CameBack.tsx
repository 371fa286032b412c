import type { SessionView } from '@curfew/contract'
import { Pill } from '../../ui/Pill.tsx'
import css from './CameBack.module.css'
import { words } from './words.ts'

type Props = { readonly session: SessionView; readonly isInGrid: boolean }

/** Back again so soon after a closure; in the grid with the way to keep them out, in one press. */
export function CameBack({ session, isInGrid }: Props) {
  const { grid } = words
  const after = grid.cameBack(session.cameBack?.afterMs ?? 0)
  return (
    <span className={css['back']}>
      <span className={css['after']} title={grid.cameBackWhy(after)}>
        <Pill tone="warn">{after}</Pill>
      </span>
      {isInGrid && !session.isOwn && (
        <button
          type="button"
          tabIndex={-1}
          className={css['keepOut']}
          title={grid.keepOutUser(session.userId)}
          aria-label={grid.keepOutUser(session.userId)}
          data-keeps-out
        >
          <KeepOutSign />
        </button>
      )}
    </span>
  )
}

/** A circle with a stroke through it; the words are in the button's label. */
function KeepOutSign() {
  return (
    <svg viewBox="0 0 16 16" className={css['sign']} aria-hidden="true">
      <path d="M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11ZM4.2 4.2l7.6 7.6" />
    </svg>
  )
}
