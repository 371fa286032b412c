import type { SpeedFigures } from '@curfew/contract'
import { classes } from '../../ui/classes.ts'
import css from './Range.module.css'
import type { Scale } from './scale.ts'

type Props = { readonly figures: SpeedFigures; readonly scale: Scale; readonly targetMs: number }

const percent = (part: number) => `${(part * 100).toFixed(2)}%`

/** How the times lie: half of them up to the mark, 95 of 100 within the bar, the longest at the end of the line. The words are beside it. */
export function Range({ figures: { p50Ms, p95Ms, maxMs }, scale: { at }, targetMs }: Props) {
  const target = percent(at(targetMs))
  return (
    <svg className={css['range']} aria-hidden="true">
      <line x1="0" x2="100%" y1="50%" y2="50%" className={css['axis']} />
      {p50Ms !== null && p95Ms !== null && maxMs !== null && (
        <>
          <line
            x1={percent(at(p95Ms))}
            x2={percent(at(maxMs))}
            y1="50%"
            y2="50%"
            className={classes(css['line'], maxMs > targetMs && css['late'])}
          />
          <rect
            x="0"
            y="5"
            height="10"
            rx="3"
            width={percent(Math.max(at(p95Ms), 0.004))}
            className={classes(css['bar'], p95Ms > targetMs && css['late'])}
          />
          <line x1={percent(at(p50Ms))} x2={percent(at(p50Ms))} y1="5" y2="15" className={css['half']} />
          <circle
            cx={percent(at(maxMs))}
            cy="10"
            r="3"
            className={classes(css['most'], maxMs > targetMs && css['late'])}
          />
        </>
      )}
      <line x1={target} x2={target} y1="0" y2="20" className={css['target']} />
    </svg>
  )
}

/** What stands where, under a column of ranges. */
export function Axis({
  scale,
  targetMs,
  inWords,
}: {
  readonly scale: Scale
  readonly targetMs: number
  readonly inWords: (ms: number) => string
}) {
  const target = scale.at(targetMs)
  return (
    <span className={css['ticks']} aria-hidden="true">
      {scale.ticksMs
        .filter((ms) => Math.abs(scale.at(ms) - target) > 0.06)
        .map((ms) => (
          <span key={ms} className={css['tick']} style={{ insetInlineStart: percent(scale.at(ms)) }}>
            {inWords(ms)}
          </span>
        ))}
      <span className={classes(css['tick'], css['here'])} style={{ insetInlineStart: percent(target) }}>
        {inWords(targetMs)}
      </span>
    </span>
  )
}
