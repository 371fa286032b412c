/* oxlint-disable jsx-a11y/prefer-tag-over-role -- the element `progress` draws one part only */
import type { Tone } from './Banner.tsx'
import { classes } from './classes.ts'
import css from './Progress.module.css'

export type ProgressPart = { readonly tone: Tone; readonly value: number }

type Props = {
  readonly label: string
  /** The numbers in words, as a screen reader says them. */
  readonly valueText: string
  /** In the order in which they are drawn; what is left of `total` stays empty. */
  readonly parts: readonly ProgressPart[]
  readonly total: number
}

/** How far it is, with several outcomes side by side. */
export function Progress({ label, valueText, parts, total }: Props) {
  const done = parts.reduce((sum, part) => sum + part.value, 0)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={Math.min(done, total)}
      aria-valuetext={valueText}
      className={css['bar']}
    >
      {total > 0 &&
        parts
          .filter((part) => part.value > 0)
          .map((part) => (
            <span
              key={part.tone}
              className={classes(css['part'], css[part.tone])}
              style={{ inlineSize: `${(part.value / total) * 100}%` }}
            />
          ))}
    </div>
  )
}
