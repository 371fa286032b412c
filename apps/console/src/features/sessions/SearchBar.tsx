/* oxlint-disable jsx-a11y/prefer-tag-over-role -- the element `search` is too young for some browsers that are in use */
import { maxFilters } from '@curfew/contract'
import type { RefObject } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { ConditionEditor } from './ConditionEditor.tsx'
import { describeCondition } from './condition-words.ts'
import { offeredFields } from './conditions.ts'
import { focusLater } from './focus-later.ts'
import css from './SearchBar.module.css'
import { useThisMinute } from './ticking.ts'
import type { SearchState } from './use-search.ts'
import { words } from './words.ts'

type Props = {
  readonly search: SearchState
  readonly bar: RefObject<HTMLDivElement | null>
  /** From the field down into the grid. */
  readonly onLeaveDown: () => void
}

export function SearchBar({ search, bar, onLeaveDown }: Props) {
  const text = words.search
  const now = useThisMinute()
  /** What was pressed goes away, and one wants to write next. */
  const thenWrite = () => focusLater(() => valueField(bar.current))
  return (
    <div ref={bar} role="search" className={css['bar']} aria-label={text.label}>
      <ConditionEditor search={search} onLeaveDown={onLeaveDown} />
      {search.chips.length > 0 && (
        <ul aria-label={text.applied} className={css['chips']}>
          {search.chips.map((chip, index) => {
            const described = describeCondition(chip, now)
            return (
              <li key={`${index} ${described}`} className={css['chip']}>
                <button
                  type="button"
                  title={text.edit(described)}
                  onClick={() => {
                    search.edit(chip)
                    thenWrite()
                  }}
                >
                  <bdi>{described}</bdi>
                </button>
                <button
                  type="button"
                  aria-label={text.remove(described)}
                  className={css['remove']}
                  onClick={() => {
                    search.remove(chip)
                    thenWrite()
                  }}
                >
                  ×
                </button>
              </li>
            )
          })}
        </ul>
      )}
      {search.isFull ? (
        <Button look="quiet" disabledBecause={text.tooManyFields(maxFilters)}>
          + {text.addField}
        </Button>
      ) : (
        <Menu
          hasCaret={false}
          className={css['add']}
          entries={offeredFields.map((id) => ({ id, label: text.fields[id] }))}
          onAction={(id) => {
            const chosen = offeredFields.find((known) => known === id)
            if (!chosen) return
            search.add(chosen)
            thenWrite()
          }}
        >
          + {text.addField}
        </Menu>
      )}
      {!search.isEmpty && (
        <Button
          look="link"
          onPress={() => {
            search.clear()
            thenWrite()
          }}
        >
          {text.clear}
        </Button>
      )}
    </div>
  )
}

/** Where the value of the condition is given: written, or chosen in the second list. */
export function valueField(bar: HTMLElement | null): HTMLElement | null | undefined {
  return bar?.querySelector<HTMLElement>('[data-value]') ?? bar?.querySelectorAll('select')[1]
}
