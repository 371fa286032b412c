import { useState } from 'react'
import { type Condition, endsBeforeItBegins } from './conditions.ts'
import css from './IntervalEditor.module.css'
import { words } from './words.ts'

type Interval = Extract<Condition, { type: 'between' }>
type Props = { readonly draft: Interval; readonly onChange: (draft: Interval) => void }

/** From … until, in the reader's time zone. What is not an interval yet is kept as typed and not searched for. */
export function IntervalEditor({ draft, onChange }: Props) {
  const text = words.search
  const [typed, setTyped] = useState({ from: toLocal(draft.from), before: toLocal(draft.before) })
  const isWrong = endsBeforeItBegins(draft)

  const edit = (end: 'from' | 'before', value: string) => {
    setTyped({ ...typed, [end]: value })
    onChange({ ...draft, [end]: fromLocal(value) })
  }
  return (
    <span className={css['interval']}>
      {(['from', 'before'] as const).map((end) => (
        <label key={end} className={css['end']}>
          <span>{text[end]}</span>
          <input
            data-value
            type="datetime-local"
            value={typed[end]}
            aria-invalid={isWrong || undefined}
            aria-describedby={isWrong ? 'interval-error' : undefined}
            onChange={(event) => edit(end, event.target.value)}
          />
        </label>
      ))}
      {isWrong && (
        <span id="interval-error" role="alert" className={css['error']}>
          {text.endsBeforeItBegins}
        </span>
      )}
    </span>
  )
}

/** `2026-11-24T08:02` in local time, as the field wants it. */
function toLocal(at: Date | null): string {
  if (at === null) return ''
  const pad = (part: number, digits = 2) => String(part).padStart(digits, '0')
  const date = `${pad(at.getFullYear(), 4)}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`
  return `${date}T${pad(at.getHours())}:${pad(at.getMinutes())}`
}

function fromLocal(text: string): Date | null {
  const at = new Date(text)
  return text === '' || Number.isNaN(at.getTime()) ? null : at
}
