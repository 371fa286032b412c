import type { ClosureView } from '@curfew/contract'
import type { ReactNode } from 'react'
import { messages } from '../../messages/later-messages.ts'
import { classes } from '../../ui/classes.ts'
import css from './ClosureFacts.module.css'
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
