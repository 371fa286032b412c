import { maxPlanIds, parseFilters } from '@curfew/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  changeSelection,
  countSelected,
  isSelected,
  isTooLong,
  nothingSelected,
  type SelectionAction,
  type SelectionState,
  toPlanRequest,
} from './selection.ts'

const listed = Array.from({ length: 40 }, (_, index) => `s${index}`)
const id = fc.constantFrom(...listed)
const span = fc
  .tuple(fc.nat(listed.length - 1), fc.nat(listed.length - 1))
  .map(([anchor, focus]) =>
    anchor <= focus ? listed.slice(anchor, focus + 1) : listed.slice(focus, anchor + 1).reverse(),
  )

const action: fc.Arbitrary<SelectionAction> = fc.oneof(
  id.map((id) => ({ type: 'toggle' as const, id })),
  id.map((id) => ({ type: 'anchor' as const, id })),
  span.map((ids) => ({ type: 'extend' as const, ids })),
  fc.subarray(listed).map((ids) => ({ type: 'add' as const, ids })),
  fc.subarray(listed).map((ids) => ({ type: 'remove' as const, ids })),
  fc.constant({ type: 'select-matching' as const }),
  fc.constant({ type: 'clear' as const }),
)

const after = (actions: readonly SelectionAction[], from: SelectionState = nothingSelected) =>
  actions.reduce(changeSelection, from)

describe('selection', () => {
  test('its count is exactly the number of listed sessions that are selected, whatever was done', () => {
    fc.assert(
      fc.property(fc.array(action), (actions) => {
        const { selection } = after(actions)

        const selected = listed.filter((id) => isSelected(selection, id))

        expect(countSelected(selection, listed.length)).toBe(selected.length)
      }),
    )
  })

  test('toggling a session twice gives back what was selected', () => {
    fc.assert(
      fc.property(fc.array(action), id, (actions, id) => {
        const before = after(actions)

        const twice = after(
          [
            { type: 'toggle', id },
            { type: 'toggle', id },
          ],
          before,
        )

        expect(listed.filter((id) => isSelected(twice.selection, id))).toEqual(
          listed.filter((id) => isSelected(before.selection, id)),
        )
      }),
    )
  })

  test('toggling touches one session and no other', () => {
    fc.assert(
      fc.property(fc.array(action), id, (actions, id) => {
        const before = after(actions)

        const toggled = changeSelection(before, { type: 'toggle', id })

        for (const other of listed) {
          const changed = isSelected(toggled.selection, other) !== isSelected(before.selection, other)
          expect(changed).toBe(other === id)
        }
      }),
    )
  })

  test('a range that grows and shrinks ends as if only its last extent had been drawn', () => {
    fc.assert(
      fc.property(fc.array(action), fc.nat(39), fc.array(fc.nat(39), { minLength: 1 }), (actions, anchor, ends) => {
        const before = changeSelection(after(actions), { type: 'anchor', id: listed[anchor] ?? 's0' })
        const range = (end: number) =>
          end >= anchor ? listed.slice(anchor, end + 1) : listed.slice(end, anchor + 1).reverse()

        const drawn = after(
          ends.map((end) => ({ type: 'extend' as const, ids: range(end) })),
          before,
        )

        const last = new Set(range(ends.at(-1) ?? anchor))
        for (const id of listed)
          expect(isSelected(drawn.selection, id)).toBe(last.has(id) || isSelected(before.selection, id))
      }),
    )
  })

  test('sessions that are over are neither counted as selected nor subtracted as excepted', () => {
    fc.assert(
      fc.property(fc.array(action), fc.subarray(listed), (actions, over) => {
        const open = listed.filter((id) => !over.includes(id))

        const { selection } = changeSelection(after(actions), { type: 'forget', ids: over })

        expect(countSelected(selection, open.length)).toBe(open.filter((id) => isSelected(selection, id)).length)
      }),
    )
  })

  test('forgetting changes nothing about the sessions that are open', () => {
    fc.assert(
      fc.property(fc.array(action), fc.subarray(listed), (actions, over) => {
        const before = after(actions)

        const then = changeSelection(before, { type: 'forget', ids: over })

        for (const id of listed.filter((id) => !over.includes(id)))
          expect(isSelected(then.selection, id)).toBe(isSelected(before.selection, id))
      }),
    )
  })

  test('unticking one of all 12,345 that match leaves 12,344', () => {
    const { selection } = after([
      { type: 'add', ids: listed },
      { type: 'select-matching' },
      { type: 'toggle', id: 's7' },
    ])

    expect(countSelected(selection, 12_345)).toBe(12_344)
    expect(isSelected(selection, 's7')).toBe(false)
    expect(isSelected(selection, 'not loaded yet')).toBe(true)
  })

  test('the plan names the ids, or the search and the exceptions', () => {
    const filters = parseFilters([
      ['userId', 'contains:Ada'],
      ['kind', 'radius'],
      ['kind', 'api'],
    ])
    const ids = after([
      { type: 'toggle', id: 's1' },
      { type: 'toggle', id: 's2' },
    ]).selection
    const matching = after([{ type: 'select-matching' }, { type: 'toggle', id: 's2' }]).selection

    expect(toPlanRequest(ids, filters)).toEqual({ sessionIds: ['s1', 's2'] })
    expect(toPlanRequest(matching, filters)).toEqual({
      matching: { userId: ['contains:Ada'], kind: ['equals:radius', 'equals:api'] },
      except: ['s2'],
    })
  })

  test('a selection of more ids than a plan may name says so', () => {
    const many = Array.from({ length: maxPlanIds + 1 }, (_, index) => `s${index}`)

    expect(isTooLong(after([{ type: 'add', ids: many }]).selection)).toBe(true)
    expect(isTooLong(after([{ type: 'add', ids: many.slice(1) }]).selection)).toBe(false)
  })

  test('an action that changes nothing gives back the same state, so that nothing renders again', () => {
    const state = after([{ type: 'toggle', id: 's1' }])

    expect(changeSelection(state, { type: 'forget', ids: ['s2'] })).toBe(state)
    expect(changeSelection(state, { type: 'anchor', id: 's1' })).toBe(state)
  })
})
