import type { ClosureView } from '@curfew/contract'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { pages } from '../../frame/pages.ts'
import { messages } from '../../messages/later-messages.ts'
import { classes } from '../../ui/classes.ts'
import { useNow } from '../../ui/use-now.ts'
import css from './ClosureFacts.module.css'
import { holdsInForceQuery } from './queries.ts'
import { refusedEverywhereAfterMs } from './standing.ts'

/** Who closed what, when and why. */
export function ClosureFacts({ closure }: { readonly closure: ClosureView }) {
  const { closures, formats } = messages
  const { closedBy, reason, reasonKind, messageToUser, messagesToUser } = closure
  const texts = Object.entries(messagesToUser)
  const afterMs = refusedEverywhereAfterMs(closure)
  return (
    <dl className={css['facts']}>
      <Fact name={closures.why}>
        {reason === '' ? closures.noReason : reason}
        {reasonKind !== 'administrator' && (
          <span className={classes(css['dim'], css['below'])}>{closures.reasonKinds[reasonKind]}</span>
        )}
      </Fact>
      <Fact name={closures.message}>
        {messageToUser ?? (texts.length === 0 ? closures.noMessage : null)}
        {texts.map(([language, text]) => (
          <span key={language} className={css['below']}>
            <span className={css['dim']}>{formats.language(language)}:</span> <span lang={language}>{text}</span>
          </span>
        ))}
      </Fact>
      <Held closureId={closure.id} />
      <Fact name={closures.by}>
        {closedBy === null ? (
          closures.byNobody
        ) : (
          <>
            {`${closedBy.firstName} ${closedBy.lastName}`.trim()} <span className={css['dim']}>{closedBy.userId}</span>
          </>
        )}
      </Fact>
      <Fact name={closures.when}>
        <time dateTime={closure.orderedAt}>{formats.exactMs(new Date(closure.orderedAt))}</time>
        <span className={classes(css['dim'], css['below'])}>{completedOf(closure)}</span>
      </Fact>
      <Fact name={closures.refusedEverywhereLabel}>
        {afterMs === null ? closures.notYet : closures.afterWords(formats.milliseconds(afterMs))}
      </Fact>
      <Fact name={closures.what}>
        {[
          closures.closed(closure.closed),
          ...(closure.alreadyClosed > 0 ? [closures.alreadyClosed(closure.alreadyClosed)] : []),
          ...(closure.notFound > 0 ? [closures.notFound(closure.notFound)] : []),
          ...(closure.includedOwnSession ? [closures.includedOwn] : []),
        ].join(' · ')}
      </Fact>
    </dl>
  )
}

const mostNamed = 5

/** Whom it keeps out; nothing when it keeps nobody out, or no longer. */
function Held({ closureId }: { readonly closureId: string }) {
  const { closures, formats } = messages
  const { data } = useQuery(holdsInForceQuery())
  const now = useNow()
  const holds = data?.items.filter((hold) => hold.closureId === closureId) ?? []
  const last = holds.at(-1)
  if (!last) return null
  const names = holds.map(({ subject }) => (subject.kind === 'address' ? subject.address : subject.userId))
  const until = formats.moment(new Date(last.endsAt), now)
  return (
    <Fact name={closures.heldLabel}>
      <Link to={pages.holds}>{closures.held(names.slice(0, mostNamed), names.length - mostNamed, until)}</Link>
    </Fact>
  )
}

function completedOf({ completedAt, orderedAt }: ClosureView): string {
  const { closures, formats } = messages
  if (completedAt === null) return closures.notCompleted
  return closures.completed(formats.milliseconds(Date.parse(completedAt) - Date.parse(orderedAt)))
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={css['fact']}>
      <dt className={css['name']}>{name}</dt>
      <dd className={css['value']}>{children}</dd>
    </div>
  )
}
