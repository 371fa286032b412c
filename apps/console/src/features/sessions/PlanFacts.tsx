import type { PlanView } from '@curfew/contract'
import type { ReactNode } from 'react'
import { messages } from '../../messages/later-messages.ts'
import css from './PlanFacts.module.css'
import { formats, words } from './words.ts'

type Props = {
  readonly plan: PlanView
  /** How many an expired plan before this one would have closed. */
  readonly countBefore: number | null
}

/** What closing would hit, and whatever else matters, in words. */
export function PlanFacts({ plan, countBefore }: Props) {
  const text = messages.closing
  const warnings = warningsOf(plan)
  return (
    <>
      {plan.count > 0 && (
        <p className={css['hits']}>
          {text.kinds(plan.byKind.map(({ kind, count }) => `${formats.number(count)} ${words.kinds[kind]}`))}{' '}
          <Users plan={plan} />
        </p>
      )}
      {(warnings.length > 0 || countBefore !== null) && (
        <ul className={css['warnings']}>
          {countBefore !== null && (
            <li className={css['amber']} role="alert">
              <Mark path={paths.own} />
              <span>{text.plannedAgain(countBefore, plan.count)}</span>
            </li>
          )}
          {warnings.map(({ id, content }) => (
            <li key={id} className={id === 'own' ? css['amber'] : undefined}>
              <Mark path={paths[id]} />
              <span>{content}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** Up to five by name, each in its own direction. */
function Users({ plan: { users, userCount } }: { readonly plan: PlanView }) {
  const more = userCount - users.length
  return (
    <>
      {users.map((user, index) => (
        <span key={user}>
          {index === 0 ? '' : index === users.length - 1 && more <= 0 ? messages.closing.and : ', '}
          <bdi className={css['user']}>{user}</bdi>
        </span>
      ))}
      {more > 0 && messages.closing.andMore(more)}.
    </>
  )
}

type Warning = { readonly id: keyof typeof paths; readonly content: ReactNode }

/** Signs that repeat what stands beside them. */
const paths = {
  own: 'M8 2 1.5 13.5h13zM8 6.5v3.5m0 1.8v.2',
  commands: 'm5 3.5 7 4.5-7 4.5z',
  told: 'M1.5 9.5h4l2-5 2 7 1.5-3.5h3.5',
  already: 'm3 8.5 3.5 3.5L13 4.5',
  gone: 'M4 4l8 8m0-8-8 8',
}

function Mark({ path }: { readonly path: string }) {
  return (
    <svg viewBox="0 0 16 16" className={css['mark']} aria-hidden="true">
      <path d={path} />
    </svg>
  )
}

function warningsOf(plan: PlanView): Warning[] {
  const text = messages.closing
  const warnings: Warning[] = []
  if (plan.includesOwnSession)
    warnings.push({
      id: 'own',
      content: <Said {...(plan.count === 1 ? text.onlyOwn : text.ownAmong)} />,
    })
  if (plan.commandsInFlight > 0)
    warnings.push({ id: 'commands', content: <Said {...text.commands(plan.commandsInFlight)} /> })
  if (plan.cannotBeTold.length > 0) {
    const named = plan.cannotBeTold.map(({ recipient, sessions, cause, since }) =>
      text.recipient(recipient, sessions, cause, since === null ? null : formats.moment(new Date(since), new Date())),
    )
    warnings.push({ id: 'told', content: <Said {...text.cannotBeTold(plan.cannotBeTold.length, named)} /> })
  }
  if (plan.alreadyClosed > 0) warnings.push({ id: 'already', content: text.alreadyClosed(plan.alreadyClosed) })
  if (plan.notFound > 0) warnings.push({ id: 'gone', content: text.notFound(plan.notFound) })
  return warnings
}

function Said({ what, so }: { readonly what: string; readonly so: string }) {
  return (
    <>
      <b>{what}</b> {so}
    </>
  )
}
