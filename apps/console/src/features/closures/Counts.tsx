import type { ClosureView } from '@curfew/contract'
import { Link } from 'react-router'
import { pages } from '../../frame/pages.ts'
import { messages } from '../../messages/later-messages.ts'
import { classes } from '../../ui/classes.ts'
import css from './Counts.module.css'
import { type Count, countsOf } from './standing.ts'

type Props = { readonly closure: ClosureView; readonly isLarge?: boolean }

/** closed · told · verified · refused · unreachable; each number opens its list. */
export function Counts({ closure, isLarge = false }: Props) {
  return (
    <ul className={classes(css['counts'], isLarge && css['large'])}>
      {countsOf(closure).map((count) => (
        <li key={count.name}>
          <CountLink closureId={closure.id} count={count} />
        </li>
      ))}
    </ul>
  )
}

function CountLink({ closureId, count }: { readonly closureId: string; readonly count: Count }) {
  const { closures, formats } = messages
  const query = new URLSearchParams(count.statuses.map((status) => ['status', status])).toString()
  return (
    <Link
      to={`${pages.closure(closureId)}${query === '' ? '' : `?${query}`}`}
      className={classes(css['count'], count.isOpenEnd && css['open'])}
    >
      <span className={css['value']}>{formats.number(count.value)}</span>{' '}
      <span className={css['name']}>{closures.counts[count.name]}</span>
    </Link>
  )
}
