import { useState } from 'react'
import { Select } from '../../ui/Select.tsx'
import type { Condition } from './conditions.ts'
import css from './IdleEditor.module.css'
import { words } from './words.ts'

type Idle = Extract<Condition, { type: 'idle' }>
type Props = { readonly draft: Idle; readonly onChange: (draft: Idle) => void }

const units = ['60', '3600'] as const
/** Ten thousand hours; what is beyond is not asked for. */
const mostSeconds = 36_000_000
type Unit = (typeof units)[number]

/** *Idle longer than* so many minutes or hours; parts of one are taken too. */
export function IdleEditor({ draft, onChange }: Props) {
  const text = words.search
  const [unit, setUnit] = useState<Unit>(draft.seconds !== null && draft.seconds % 3600 === 0 ? '3600' : '60')
  const [typed, setTyped] = useState(draft.seconds === null ? '' : String(draft.seconds / Number(unit)))

  const edit = (value: string, per: Unit) => {
    setTyped(value)
    setUnit(per)
    const seconds = Math.round(Number(value) * Number(per))
    const isUsable = value !== '' && seconds >= 0 && seconds <= mostSeconds
    onChange({ ...draft, seconds: isUsable ? seconds : null })
  }
  return (
    <>
      <input
        data-value
        type="number"
        min={0}
        max={10_000}
        step="any"
        inputMode="decimal"
        aria-label={text.idleNumber}
        className={css['number']}
        value={typed}
        onChange={(event) => edit(event.target.value, unit)}
      />
      <Select
        label={text.idleUnit}
        isLabelHidden
        value={unit}
        choices={units.map((id) => ({ id, label: text.units[id] }))}
        onChange={(per) => edit(typed, per)}
      />
    </>
  )
}
