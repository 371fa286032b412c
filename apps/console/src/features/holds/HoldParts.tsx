import type { HoldView } from '@curfew/contract'
import { Link } from 'react-router'
import { pages } from '../../frame/pages.ts'
import { messages } from '../../messages/later-messages.ts'
import { classes } from '../../ui/classes.ts'
import css from './Holds.module.css'

/** Whom a hold keeps out, and where. A user leads to their sessions: those that are open go on. */
export function Who({ subject }: { readonly subject: HoldView['subject'] }) {
  const { holds } = messages
  if (subject.kind === 'address')
    return (
      <>
        <span className={classes(css['who'], css['address'])}>{subject.address}</span>
        <span className={css['note']}>{holds.address}</span>
      </>
    )
  const where = subject.kind === 'user' ? holds.user : holds.atSource(placeOf(subject.source))
  return (
    <>
      <Link to={pages.sessionsOfUser(subject.userId)} className={css['who']} title={holds.sessionsOf(subject.userId)}>
        <bdi>{subject.userId}</bdi>
      </Link>
      <span className={css['note']}>{where}</span>
    </>
  )
}

function placeOf(source: string): string {
  return source === 'curfew' ? messages.holds.curfew : source
}

/** Who ordered it; with a closure, a link to that. */
export function By({ hold: { heldBy, closureId } }: { readonly hold: HoldView }) {
  const { holds } = messages
  return (
    <div>
      {heldBy ? (
        <span title={`${heldBy.firstName} ${heldBy.lastName}`.trim()}>{heldBy.userId}</span>
      ) : (
        <span className={css['dim']}>{holds.byNobody}</span>
      )}
      {closureId !== null && (
        <Link to={pages.closure(closureId)} className={css['closure']}>
          {holds.withClosure}
        </Link>
      )}
    </div>
  )
}

export function Why({ hold: { reason, messageToUser } }: { readonly hold: HoldView }) {
  const { holds } = messages
  return (
    <div>
      {reason === '' ? <span className={css['dim']}>{holds.noReason}</span> : reason}
      {messageToUser !== null && <span className={css['note']}>{holds.told(messageToUser)}</span>}
    </div>
  )
}
