import type { SpeedFigures } from '@curfew/contract'
import { messages } from '../../messages/later-messages.ts'
import { Range } from './Range.tsx'
import type { Scale } from './scale.ts'
import css from './speed.module.css'

type Props = { readonly figures: SpeedFigures; readonly scale: Scale; readonly targetMs: number }

/** How long it took, drawn and in words. */
export function Figures({ figures, scale, targetMs }: Props) {
  const { speed, formats } = messages
  const { p50Ms, p95Ms, maxMs } = figures
  return (
    <div className={css['figures']}>
      <Range figures={figures} scale={scale} targetMs={targetMs} />
      {p50Ms === null || p95Ms === null || maxMs === null ? (
        <span className={css['dim']}>{speed.noneYet}</span>
      ) : (
        <span className={css['words']}>
          {(
            [
              [speed.half, p50Ms],
              [speed.most, p95Ms],
              [speed.longest, maxMs],
            ] as const
          ).map(([name, ms]) => (
            <span key={name} className={css['figure']}>
              <span className={css['dim']}>{name}</span>{' '}
              <span className={ms > targetMs ? css['late'] : undefined}>{formats.milliseconds(ms)}</span>
            </span>
          ))}
        </span>
      )}
    </div>
  )
}
