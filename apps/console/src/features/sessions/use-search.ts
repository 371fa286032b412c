import { type Filter, maxFilters, printFilters } from '@curfew/contract'
import { useEffect, useRef, useState } from 'react'
import { blankCondition, type Condition, endsBeforeItBegins, isBlank, toConditions, toFilters } from './conditions.ts'

/** What the bar holds: the condition being edited, and the chips beside it. */
type Edited = {
  readonly draft: Condition
  readonly chips: readonly Condition[]
  /** Another one whenever the draft is replaced and not edited: what was typed into its fields is void then. */
  readonly generation: number
}

export type SearchState = ReturnType<typeof useSearch>

const typingPauseMs = 250

/**
 * The search bar's state. What is typed is applied after a pause, everything else at once. When the address changes by
 * itself (Back, a link, *show them*), the bar follows it; what it has sent to the address itself never comes back to it.
 *
 * @param onSearch `typing`: one of many steps, not worth an entry of the history
 */
export function useSearch(
  filters: readonly Filter[],
  onSearch: (filters: readonly Filter[], how: 'typing' | 'step') => void,
) {
  const [edited, setEdited] = useState(() => split(filters, 0))
  const sent = useRef(new Set<string>())
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const address = print(filters)

  const seen = useRef(address)
  useEffect(() => {
    if (seen.current === address) return
    seen.current = address
    const isOurs = sent.current.has(address)
    sent.current.clear()
    if (isOurs) return
    clearTimeout(timer.current)
    setEdited((before) => split(filters, before.generation + 1))
  }, [address, filters])
  useEffect(() => () => clearTimeout(timer.current), [])

  const apply = (next: Edited, how: 'typing' | 'step') => {
    clearTimeout(timer.current)
    const conditions = [next.draft, ...next.chips].filter((condition) => !endsBeforeItBegins(condition))
    const wanted = toFilters(conditions)
    if (print(wanted) === seen.current) return
    sent.current.add(print(wanted))
    onSearch(wanted, how)
  }
  const set = (next: Edited) => {
    setEdited(next)
    apply(next, 'step')
  }
  const replace = (draft: Condition, chips: readonly Condition[]) =>
    set({ draft, chips, generation: edited.generation + 1 })
  const filled = (condition: Condition) => (isBlank(condition) ? [] : [condition])

  return {
    ...edited,
    isFull: toFilters([edited.draft, ...edited.chips]).length >= maxFilters,
    isEmpty: isBlank(edited.draft) && edited.chips.length === 0,
    /** Typed into: applied after a pause. */
    type: (draft: Condition) => {
      const next = { ...edited, draft }
      setEdited(next)
      clearTimeout(timer.current)
      timer.current = setTimeout(() => apply(next, 'typing'), typingPauseMs)
    },
    /** Chosen: applied at once. */
    choose: (draft: Condition) => set({ ...edited, draft }),
    /** What was typed counts now. */
    applyNow: () => apply(edited, 'step'),
    /** Begin another condition; the one being edited becomes a chip. */
    add: (field: Parameters<typeof blankCondition>[0]) =>
      replace(blankCondition(field), [...filled(edited.draft), ...edited.chips]),
    /** Take a chip back into the editor. */
    edit: (chip: Condition) => {
      const others = edited.chips.filter((other) => other !== chip)
      replace(chip, [...filled(edited.draft), ...others])
    },
    remove: (chip: Condition) => set({ ...edited, chips: edited.chips.filter((other) => other !== chip) }),
    clear: () => replace(blankCondition('userId'), []),
  }
}

function split(filters: readonly Filter[], generation: number): Edited {
  const [draft, ...chips] = toConditions(filters)
  return { draft: draft ?? blankCondition('userId'), chips, generation }
}

function print(filters: readonly Filter[]): string {
  return new URLSearchParams(printFilters(filters)).toString()
}
