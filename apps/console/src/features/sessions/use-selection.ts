import { type Filter, printFilters } from '@curfew/contract'
import { useEffect, useMemo, useReducer, useRef, useState } from 'react'
import { changeSelection, nothingSelected } from './selection.ts'

/** So many sessions outside of the view are watched for their end. */
const mostWatched = 100

/**
 * What is selected in a search. Another search clears it: nobody should close what they cannot see, and *all that match*
 * would mean something else.
 */
export function useSelection(filters: readonly Filter[]) {
  const [state, select] = useReducer(changeSelection, nothingSelected)
  const [wasCleared, setWasCleared] = useState(false)
  const searched = new URLSearchParams(printFilters(filters)).toString()
  const before = useRef(searched)
  const { selection } = state
  const names = selection.mode === 'ids' ? selection.ids : selection.except
  const isEmpty = selection.mode === 'ids' && names.size === 0

  useEffect(() => {
    if (before.current === searched) return
    before.current = searched
    setWasCleared(!isEmpty)
    select({ type: 'clear' })
  }, [searched, isEmpty])

  return {
    state,
    select,
    /** The last search cleared a selection. */
    wasCleared,
    /** Sessions that the selection names one by one, as far as they are worth watching. */
    named: useMemo(() => [...names].slice(0, mostWatched), [names]),
  }
}
