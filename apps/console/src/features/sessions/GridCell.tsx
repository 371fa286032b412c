import type { Ending, SessionView } from '@curfew/contract'
import { type ReactNode, useCallback } from 'react'
import { classes } from '../../ui/classes.ts'
import { Pill, Status } from '../../ui/Pill.tsx'
import { Time } from '../../ui/Time.tsx'
import { CameBack } from './CameBack.tsx'
import type { ColumnId } from './columns.ts'
import css from './GridCell.module.css'
import { KindMark } from './KindMark.tsx'
import { RowCheckbox } from './RowCheckbox.tsx'
import { Moment, RunningFor, Since, Until } from './Times.tsx'
import { useTicking } from './ticking.ts'
import { formats, words } from './words.ts'

export type CellProps = {
  readonly session: SessionView
  /** `undefined`: the session is open. `null`: it is over, and nobody said why. */
  readonly ending: Ending | null | undefined
  readonly isSelected: boolean
  readonly href: string
}

/** What a cell shows. Text of people keeps its own direction (`dir="auto"`). */
export function GridCell({ column, ...cell }: CellProps & { readonly column: ColumnId }) {
  return contents[column](cell)
}

const contents: Record<ColumnId, (cell: CellProps) => ReactNode> = {
  select: ({ session, ending, isSelected }) => (
    <RowCheckbox
      state={isSelected ? 'on' : 'off'}
      isDisabled={ending !== undefined}
      label={words.grid.selectSession(session.userId)}
    />
  ),
  userId: ({ session, href }) => (
    <>
      <a href={href} tabIndex={-1} dir="auto" title={session.userId} data-opens className={css['userId']}>
        {session.userId}
      </a>
      {session.isOwn && (
        <span className={css['own']}>
          <Pill tone="accent" isOutlined>
            {words.grid.thisSession}
          </Pill>
        </span>
      )}
    </>
  ),
  name: ({ session }) => <Text>{fullName(session)}</Text>,
  kind: ({ session }) => (
    <>
      <KindMark kind={session.kind} />
      <Text>{words.kinds[session.kind]}</Text>
    </>
  ),
  status: (cell) => <StatusOf {...cell} isInGrid />,
  clientAddress: ({ session }) => <Text className={css['address']}>{session.clientAddress}</Text>,
  source: ({ session }) => (
    <span className={css['text']} title={session.source}>
      <bdi>{session.source}</bdi>
      {session.via === 'web-tier' && <small> {words.grid.via(session.via)}</small>}
    </span>
  ),
  securityDomain: ({ session }) => <Text>{session.securityDomain}</Text>,
  loggedOn: ({ session }) => <Moment at={session.loggedOnAt} />,
  lastActivity: ({ session, ending }) => (ending === undefined ? <Since at={session.lastActivityAt} /> : null),
  remaining: ({ session, ending }) =>
    ending === undefined && session.expiresAt !== null ? <Until at={session.expiresAt} /> : null,
  command: ({ session, ending }) =>
    session.commandInFlight && ending === undefined ? (
      <span className={classes(css['text'], css['command'])} title={session.commandInFlight.name}>
        {session.commandInFlight.name} · <RunningFor at={session.commandInFlight.startedAt} />
      </span>
    ) : null,
}

/** First and last name, or whichever there is. */
export function fullName(session: Pick<SessionView, 'firstName' | 'lastName'>): string {
  return [session.firstName, session.lastName].filter(Boolean).join(' ')
}

/** Where a session stands: calm while all is well, amber where an end is open, in words why it is over. */
export function StatusOf({ session, ending, isInGrid = false }: Pick<CellProps, 'session' | 'ending'> & InGrid) {
  if (session.stillOnlineAt !== null) return <Status tone="warn">{words.grid.stillOnline}</Status>
  if (session.status === 'closing') return <Status tone="warn">{words.statuses.closing}</Status>
  if (ending === null) return <Status>{words.grid.noLongerListed}</Status>
  if (ending !== undefined) return <Status>{words.endings[ending]}</Status>
  if (session.staleAt === null) return <Standing session={session} isInGrid={isInGrid} />
  return <StaleOrNot session={session} staleAt={session.staleAt} isInGrid={isInGrid} />
}

type InGrid = { readonly isInGrid?: boolean }

function Standing({ session, isInGrid = false }: Pick<CellProps, 'session'> & InGrid) {
  const { status, cameBack } = session
  if (cameBack) return <CameBack session={session} isInGrid={isInGrid} />
  return <Status tone={status === 'active' ? 'ok' : 'warn'}>{words.statuses[status]}</Status>
}

/** A session whose NAS has not spoken of it for too long: nobody knows whether it still is there. */
function StaleOrNot({
  session,
  staleAt,
  isInGrid,
}: Pick<CellProps, 'session'> & InGrid & { readonly staleAt: string }) {
  const { lastActivityAt } = session
  const heardAt = new Date(lastActivityAt)
  const age = useTicking(
    useCallback(
      (nowMs: number) =>
        nowMs < Date.parse(staleAt) ? '' : words.duration((nowMs - Date.parse(lastActivityAt)) / 1000),
      [staleAt, lastActivityAt],
    ),
  )
  if (age === '') return <Standing session={session} isInGrid={isInGrid === true} />
  return (
    <Status tone="warn">
      <Time at={heardAt} short={words.grid.stale(age)} exact={words.grid.staleSince(age, formats.exact(heardAt))} />
    </Status>
  )
}

function Text({ children, className }: { readonly children: string; readonly className?: string | undefined }) {
  return (
    <span dir="auto" title={children} className={classes(css['text'], className)}>
      {children}
    </span>
  )
}
