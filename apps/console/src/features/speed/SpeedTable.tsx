import type { SpeedFigures, SpeedView } from '@curfew/contract'
import { Link } from 'react-router'
import { pages } from '../../frame/pages.ts'
import { messages } from '../../messages/later-messages.ts'
import { Cell, Table } from '../../ui/Table.tsx'
import { Figures } from './Figures.tsx'
import { Axis } from './Range.tsx'
import { type Scale, scaleFor } from './scale.ts'
import css from './speed.module.css'

type Row = Pick<SpeedView, 'total' | 'acknowledged' | 'verified'> &
  Partial<Pick<SpeedView['rows'][number], 'kind' | 'source'>>
type Drawn = { readonly scale: Scale; readonly targetMs: number }

/** All together, then by kind and source, on one scale. The picture is in the table, which says it in words as well. */
export function SpeedTable({ view }: { readonly view: SpeedView }) {
  const { speed } = messages
  const { columns } = speed
  const targetMs = view.targetSeconds * 1000
  const scale = scaleFor(Math.max(view.acknowledged.maxMs ?? 0, view.verified.maxMs ?? 0), targetMs)
  const axis = <Axis scale={scale} targetMs={targetMs} inWords={speed.short} />
  return (
    <Table
      label={speed.tableLabel}
      columns={[columns.source, columns.acknowledged, columns.verified, columns.onTime]}
      below={{ [columns.acknowledged]: axis, [columns.verified]: axis }}
      className={css['table']}
    >
      {[view, ...view.rows].map((row: Row) => (
        <SpeedRow key={`${row.kind ?? ''} ${row.source ?? ''}`} row={row} scale={scale} targetMs={targetMs} />
      ))}
    </Table>
  )
}

function SpeedRow({ row, ...drawn }: Drawn & { readonly row: Row }) {
  const { speed, sessions } = messages
  const { columns } = speed
  const { kind, source, total, acknowledged, verified } = row
  return (
    <tr>
      <Cell label={columns.source} isPlain>
        {source === undefined ? <strong>{speed.all}</strong> : <Link to={pages.sessionsOf(source)}>{source}</Link>}
        <span className={css['note']}>
          {kind !== undefined && `${sessions.kinds[kind]} · `}
          {speed.logoffs(total)}
        </span>
      </Cell>
      <Cell label={columns.acknowledged} className={css['wide']}>
        <Figures figures={acknowledged} {...drawn} />
      </Cell>
      <Cell label={columns.verified} className={css['wide']}>
        <Figures figures={verified} {...drawn} />
      </Cell>
      <Cell label={columns.onTime}>
        <OnTime figures={verified} />
      </Cell>
    </tr>
  )
}

/** How many were verified within the target; what is open is neither in time nor late yet. */
function OnTime({ figures: { met, late, open } }: { readonly figures: SpeedFigures }) {
  const { speed } = messages
  return (
    <div>
      {met + late === 0 ? (
        <span className={css['dim']}>{speed.noneYet}</span>
      ) : (
        <span className={css['share']}>{speed.share(met, late)}</span>
      )}
      {late > 0 && <span className={css['lateNote']}>{speed.late(late)}</span>}
      {open > 0 && <span className={css['note']}>{speed.open(open)}</span>}
    </div>
  )
}
