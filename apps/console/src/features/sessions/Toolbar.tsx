import { maxPlanIds, mostHeldUsers, type Role } from '@curfew/contract'
import type { Dispatch, ReactNode } from 'react'
import { Button } from '../../ui/Button.tsx'
import { countSelected, isTooLong, type Selection, type SelectionAction } from './selection.ts'
import css from './Toolbar.module.css'
import { words } from './words.ts'

type Props = {
  readonly role: Role
  readonly selection: Selection
  readonly select: Dispatch<SelectionAction>
  /** How many match; null: not known yet. */
  readonly total: number | null
  /** Every row that is loaded is selected, and there are more. */
  readonly offersMatching: boolean
  readonly onClose: () => void
  readonly onKeepOut: () => void
  readonly whyNotKeepOut: string | undefined
  /** Began, and ended in the rows, since the list was read. */
  readonly news: number
  readonly ended: number
  readonly isRefreshing: boolean
  readonly onRefresh: () => void
  /** *Export*, and in narrow windows the sort. */
  readonly children: ReactNode
}

export function Toolbar(props: Props) {
  const text = words.toolbar
  const { news, ended } = props
  return (
    <div className={css['toolbar']}>
      <div className={css['closing']}>
        <Button look="danger" disabledBecause={whyNotClose(props)} onPress={props.onClose} aria-keyshortcuts="c">
          {text.close}
        </Button>
        {countSelected(props.selection, props.total ?? 0) > 0 && (
          <Button disabledBecause={props.whyNotKeepOut} onPress={props.onKeepOut} aria-keyshortcuts="h">
            {text.keepOut}
          </Button>
        )}
        <Selected {...props} />
      </div>
      {props.children}
      {(news > 0 || ended > 0) && (
        <span className={css['news']}>
          <Button look="link" isPending={props.isRefreshing} onPress={props.onRefresh}>
            {text.news(news, ended)}
          </Button>
        </span>
      )}
    </div>
  )
}

/** How many are selected; when all that are loaded are, the offer to take all that match. */
function Selected({ selection, select, total, offersMatching }: Props) {
  const text = words.toolbar
  const count = countSelected(selection, total ?? 0)
  // Where there is no pointer to hover with, the button's reason stands beside it.
  if (count === 0)
    return (
      <span aria-hidden="true" className={css['hint']}>
        {text.nothingSelected}
      </span>
    )

  const isAll = selection.mode === 'matching' && selection.except.size === 0
  const said = isAll ? text.matchingSelected(total) : text.selected(count, total)
  return (
    <span className={css['selected']} data-stands-out={offersMatching || selection.mode === 'matching' || undefined}>
      <span>{offersMatching ? text.loadedSelected(count) : said}</span>
      {offersMatching && (
        <Button look="link" onPress={() => select({ type: 'select-matching' })}>
          {text.selectMatching(total ?? 0)}
        </Button>
      )}
      <Button look="link" onPress={() => select({ type: 'clear' })}>
        {text.clearSelection}
      </Button>
    </span>
  )
}

/** Why sessions cannot be closed now; undefined: they can. */
export function whyNotClose({ role, selection, total }: Pick<Props, 'role' | 'selection' | 'total'>) {
  const text = words.toolbar
  if (role === 'auditor') return text.mayNotClose
  if (countSelected(selection, total ?? 0) === 0) return text.nothingSelected
  return isTooLong(selection) ? text.tooManySelected(maxPlanIds) : undefined
}

/** Why their users cannot be kept out by the selection; undefined: they can. */
export function whyNotKeepOut({
  role,
  selection,
  total,
  comers,
}: Pick<Props, 'role' | 'selection' | 'total'> & { readonly comers: number }) {
  const text = words.toolbar
  if (role === 'auditor') return text.mayNotKeepOut
  const count = countSelected(selection, total ?? 0)
  if (count === 0) return text.nothingSelected
  if (selection.mode === 'matching' || comers < count) return text.keepOutOneByOne
  return comers > mostHeldUsers ? text.tooManyToKeepOut(mostHeldUsers) : undefined
}
