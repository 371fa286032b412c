import { maxNeedleLength } from '@curfew/contract'
import type { KeyboardEvent } from 'react'
import { Select } from '../../ui/Select.tsx'
import css from './ConditionEditor.module.css'
import { blankCondition, type Condition, comparisons, fieldOf, offeredChoices, offeredFields } from './conditions.ts'
import { IdleEditor } from './IdleEditor.tsx'
import { IntervalEditor } from './IntervalEditor.tsx'
import type { SearchState } from './use-search.ts'
import { words } from './words.ts'

type Props = {
  readonly search: SearchState
  readonly onLeaveDown: () => void
}
type Text = Extract<Condition, { type: 'text' }>

/** The condition that is being written: field ▾, operator ▾, value, *Aa*. */
export function ConditionEditor({ search, onLeaveDown }: Props) {
  const text = words.search
  const { draft } = search
  const current = fieldOf(draft)
  const offered = offeredFields.some((known) => known === current) ? offeredFields : [...offeredFields, current]

  return (
    <>
      <Select
        label={text.field}
        isLabelHidden
        value={current}
        choices={offered.map((id) => ({ id, label: text.fields[id] }))}
        onChange={(chosen) => search.choose(inField(draft, chosen))}
      />
      {draft.type === 'text' && <TextEditor draft={draft} search={search} onLeaveDown={onLeaveDown} />}
      {draft.type === 'choice' && (
        <Select
          label={text.value(draft.field)}
          isLabelHidden
          value={draft.value}
          choices={[
            ...(draft.value === '' ? [{ id: '', label: text.anyChoice }] : []),
            ...offeredChoices(draft.field).map((id) => ({ id, label: text.choice(draft.field, id) })),
          ]}
          onChange={(value) => search.choose({ ...draft, value })}
        />
      )}
      {draft.type === 'between' && <IntervalEditor key={search.generation} draft={draft} onChange={search.type} />}
      {draft.type === 'idle' && <IdleEditor key={search.generation} draft={draft} onChange={search.type} />}
    </>
  )
}

function TextEditor({ draft, search, onLeaveDown }: Props & { readonly draft: Text }) {
  const text = words.search
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') search.applyNow()
    else if (event.key === 'ArrowDown') onLeaveDown()
    else if (event.key === 'Escape' && draft.value !== '') search.choose({ ...draft, value: '' })
    else return
    event.preventDefault()
  }
  return (
    <>
      <Select
        label={text.operator}
        isLabelHidden
        value={draft.comparison}
        choices={comparisons.map((id) => ({ id, label: text.comparisons[id] }))}
        onChange={(comparison) => search.choose({ ...draft, comparison })}
      />
      <span className={css['box']}>
        <input
          data-value
          type="text"
          dir="auto"
          enterKeyHint="search"
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          maxLength={maxNeedleLength}
          aria-label={text.value(draft.field)}
          aria-keyshortcuts="/"
          placeholder={text.placeholder}
          value={draft.value}
          onChange={(event) => search.type({ ...draft, value: event.target.value })}
          onKeyDown={onKeyDown}
        />
        <button
          type="button"
          className={css['case']}
          aria-pressed={draft.matchCase}
          aria-label={text.matchCase}
          title={draft.matchCase ? text.caseMatters : text.caseDoesNotMatter}
          onClick={() => search.choose({ ...draft, matchCase: !draft.matchCase })}
        >
          Aa
        </button>
      </span>
    </>
  )
}

/** Another field for what was typed, as far as it makes sense there. */
function inField(draft: Condition, field: Parameters<typeof blankCondition>[0]): Condition {
  const fresh = blankCondition(field)
  return fresh.type === 'text' && draft.type === 'text' ? { ...draft, field: fresh.field } : fresh
}
