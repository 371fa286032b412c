import { type Filter, maxPlanIds, type PlanRequest, printFilters } from '@curfew/contract'

/** What is picked: these sessions, or all that match the search except these. Never a flag on a row. */
export type Selection =
  | { readonly mode: 'ids'; readonly ids: ReadonlySet<string> }
  | { readonly mode: 'matching'; readonly except: ReadonlySet<string> }

/** The selection, and from where a range would be drawn. */
export type SelectionState = {
  readonly selection: Selection
  /** The row that a range starts at. */
  readonly anchor: string | null
  /** What was picked before the range that is being drawn, so that shrinking the range gives rows back. */
  readonly beforeRange: Selection | null
}

export type SelectionAction =
  | { readonly type: 'toggle'; readonly id: string }
  /** The focus moved without a range: the next one starts here. */
  | { readonly type: 'anchor'; readonly id: string }
  /** All rows from the anchor to the focus, the anchor first. */
  | { readonly type: 'extend'; readonly ids: readonly string[] }
  | { readonly type: 'add'; readonly ids: readonly string[] }
  | { readonly type: 'remove'; readonly ids: readonly string[] }
  | { readonly type: 'select-matching' }
  /** These sessions are over: they are neither picked nor excepted any more. */
  | { readonly type: 'forget'; readonly ids: readonly string[] }
  | { readonly type: 'clear' }

const nothing: Selection = { mode: 'ids', ids: new Set() }
export const nothingSelected: SelectionState = { selection: nothing, anchor: null, beforeRange: null }

export function changeSelection(state: SelectionState, action: SelectionAction): SelectionState {
  const { selection } = state
  switch (action.type) {
    case 'toggle':
      return settled(pick(selection, [action.id], !isSelected(selection, action.id)), action.id)
    case 'anchor':
      return state.anchor === action.id && state.beforeRange === null ? state : settled(selection, action.id)
    case 'extend': {
      const base = state.beforeRange ?? selection
      return { selection: pick(base, action.ids, true), anchor: action.ids[0] ?? state.anchor, beforeRange: base }
    }
    case 'add':
      return settled(pick(selection, action.ids, true), state.anchor)
    case 'remove':
      return settled(pick(selection, action.ids, false), state.anchor)
    case 'select-matching':
      return settled({ mode: 'matching', except: new Set() }, state.anchor)
    case 'forget':
      return forget(state, action.ids)
    case 'clear':
      return nothingSelected
  }
}

export function isSelected(selection: Selection, id: string): boolean {
  return selection.mode === 'ids' ? selection.ids.has(id) : !selection.except.has(id)
}

/**
 * How many sessions are picked.
 *
 * @param total how many match the search as of now; only *all matching* depends on it
 */
export function countSelected(selection: Selection, total: number): number {
  return selection.mode === 'ids' ? selection.ids.size : Math.max(0, total - selection.except.size)
}

/** More picked or excepted one by one than a plan may name. */
export function isTooLong(selection: Selection): boolean {
  return (selection.mode === 'ids' ? selection.ids : selection.except).size > maxPlanIds
}

/** What the server is asked to freeze. */
export function toPlanRequest(selection: Selection, filters: readonly Filter[]): PlanRequest {
  if (selection.mode === 'ids') return { sessionIds: [...selection.ids] }
  return { matching: toMatching(filters), except: [...selection.except] }
}

/** Filters as a plan's `matching` carries them: one text, or several of the same field. */
export function toMatching(filters: readonly Filter[]): Record<string, string[]> {
  const matching: Record<string, string[]> = {}
  for (const [field, text] of printFilters(filters)) (matching[field] ??= []).push(text)
  return matching
}

function settled(selection: Selection, anchor: string | null): SelectionState {
  return { selection, anchor, beforeRange: null }
}

function pick(selection: Selection, ids: readonly string[], wanted: boolean): Selection {
  if (selection.mode === 'ids') return { mode: 'ids', ids: withIds(selection.ids, ids, wanted) }
  return { mode: 'matching', except: withIds(selection.except, ids, !wanted) }
}

function withIds(set: ReadonlySet<string>, ids: readonly string[], present: boolean): ReadonlySet<string> {
  const changed = new Set(set)
  for (const id of ids) {
    if (present) changed.add(id)
    else changed.delete(id)
  }
  return changed
}

function forget(state: SelectionState, ids: readonly string[]): SelectionState {
  const named = state.selection.mode === 'ids' ? state.selection.ids : state.selection.except
  const before =
    state.beforeRange && (state.beforeRange.mode === 'ids' ? state.beforeRange.ids : state.beforeRange.except)
  if (!ids.some((id) => named.has(id) || before?.has(id) || state.anchor === id)) return state
  const without = (selection: Selection): Selection =>
    selection.mode === 'ids'
      ? { mode: 'ids', ids: withIds(selection.ids, ids, false) }
      : { mode: 'matching', except: withIds(selection.except, ids, false) }
  return {
    selection: without(state.selection),
    anchor: state.anchor !== null && ids.includes(state.anchor) ? null : state.anchor,
    beforeRange: state.beforeRange && without(state.beforeRange),
  }
}
