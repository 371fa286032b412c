import type { PlanRequest, Role, SessionDetail } from '@curfew/contract'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { explain } from '../../api/explain.ts'
import { ProblemError } from '../../api/problem-error.ts'
import { keepOut } from '../../frame/keep-out.ts'
import { useShortcut } from '../../frame/shortcuts.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { Cross } from '../../ui/icons.tsx'
import { Pill } from '../../ui/Pill.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { fullName, StatusOf } from './GridCell.tsx'
import { HeldNotice } from './HeldNotice.tsx'
import { OtherSessions } from './OtherSessions.tsx'
import { sessionQuery } from './queries.ts'
import { SessionFacts } from './SessionFacts.tsx'
import css from './SessionPanel.module.css'
import { Timeline } from './Timeline.tsx'
import { words } from './words.ts'

/** Fetched with the first session that a NAS told of. */
const RadiusBlock = lazy(async () => ({ default: (await import('./RadiusBlock.tsx')).RadiusBlock }))

type Props = {
  readonly sessionId: string
  readonly role: Role
  /** It was opened by hand just now: the focus goes there. */
  readonly takesFocus: boolean
  readonly hrefOf: (sessionId: string) => string
  readonly onOpen: (sessionId: string) => void
  readonly onClose: () => void
  readonly onCloseSessions: (selection: PlanRequest, count: number) => void
}

/** One session: the person, the device in words, its timeline, and the same user's other sessions. */
export function SessionPanel(props: Props) {
  const { sessionId, takesFocus, onClose } = props
  const text = words.panel
  const { data, error, refetch } = useQuery(sessionQuery(sessionId))
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (takesFocus) heading.current?.focus()
  }, [takesFocus])
  useShortcut('Escape', onClose)

  return (
    <aside aria-label={text.label} className={css['panel']}>
      <header className={css['head']}>
        <div className={css['who']}>
          <h2 ref={heading} tabIndex={-1} dir="auto">
            {data ? fullName(data.session) || data.session.userId : text.label}
          </h2>
          {data && <Subtitle detail={data} />}
        </div>
        <Button look="quiet" isIcon aria-label={text.close} onPress={onClose}>
          <Cross />
        </Button>
      </header>
      {data ? (
        <Content {...props} detail={data} />
      ) : error ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton label={text.loading} lines={8} />
      )}
    </aside>
  )
}

function Subtitle({ detail: { session, ending } }: { readonly detail: SessionDetail }) {
  return (
    <p className={css['subtitle']}>
      <bdi>{session.userId}</bdi>
      {session.isOwn && (
        <Pill tone="accent" isOutlined>
          {words.grid.thisSession}
        </Pill>
      )}
      <StatusOf session={session} ending={session.status === 'closed' ? (ending?.ending ?? null) : undefined} />
    </p>
  )
}

function Content({ detail, role, hrefOf, onOpen, onCloseSessions }: Props & { readonly detail: SessionDetail }) {
  const text = words.panel
  const { session } = detail
  const isOver = session.status === 'closed'
  const auditorBecause = role === 'auditor' ? words.toolbar.mayNotClose : undefined
  return (
    <>
      <div className={css['acts']}>
        <Button
          disabledBecause={auditorBecause ?? (isOver ? text.alreadyOver : undefined)}
          onPress={() => onCloseSessions({ sessionIds: [session.id] }, 1)}
        >
          {text.closeThis}
        </Button>
        <Button
          disabledBecause={role === 'auditor' ? words.toolbar.mayNotKeepOut : undefined}
          onPress={() => keepOut({ comers: [session], reason: cameBackReason(session) })}
        >
          {words.toolbar.keepOut}
        </Button>
      </div>
      <HeldNotice session={session} />
      <SessionFacts session={session} />
      {detail.radius && (
        <Suspense>
          <RadiusBlock radius={detail.radius} session={session} />
        </Suspense>
      )}
      <section>
        <h3>{text.timeline}</h3>
        <Timeline entries={detail.timeline} />
      </section>
      <OtherSessions session={session} hrefOf={hrefOf} onOpen={onOpen}>
        {(count) => (
          <Button
            disabledBecause={auditorBecause ?? (count === 0 ? text.noneOpen : undefined)}
            onPress={() => onCloseSessions({ matching: { userId: `equals:${session.userId}` }, except: [] }, count)}
          >
            {text.closeAllOfUser}
          </Button>
        )}
      </OtherSessions>
    </>
  )
}

function cameBackReason({ cameBack }: SessionDetail['session']): string {
  return cameBack ? words.grid.cameBackReason(cameBack.afterMs) : ''
}

function Failure({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const isGone = error instanceof ProblemError && error.problem.code === 'not-found'
  return (
    <Banner
      announce="now"
      tone={isGone ? 'plain' : 'danger'}
      actions={isGone ? undefined : <Button onPress={onRetry}>{words.grid.tryAgain}</Button>}
    >
      {isGone ? words.panel.notFound : words.panel.failed(explain(error, 'read'))}
    </Banner>
  )
}
