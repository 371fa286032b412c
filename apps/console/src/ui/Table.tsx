import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import css from './Table.module.css'

type Props = {
  /** What it is a table of. */
  readonly label: string
  readonly columns: readonly string[]
  /** What stands under the name of a column, as the scale of what is drawn in it. */
  readonly below?: Readonly<Record<string, ReactNode>>
  readonly className?: string | undefined
  /** Rows: `tr` of `Cell`, as many as there are columns. */
  readonly children: ReactNode
}

/** A plain table of what can be looked through; under 640 px each row becomes a card. */
export function Table({ label, columns, below = {}, className, children }: Props) {
  return (
    <div className={css['frame']}>
      <table className={classes(css['table'], className)} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
                {below[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

type CellProps = {
  /** The column; said beside the value where rows are cards. */
  readonly label: string
  /** The value says itself what it is. */
  readonly isPlain?: boolean
  readonly className?: string | undefined
  readonly title?: string
  readonly children: ReactNode
}

export function Cell({ label, isPlain = false, className, title, children }: CellProps) {
  return (
    <td
      className={classes(!isPlain && css['labelled'], className)}
      data-label={label}
      {...(title === undefined ? {} : { title })}
    >
      {children}
    </td>
  )
}
