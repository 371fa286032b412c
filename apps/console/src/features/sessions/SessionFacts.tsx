import type { SessionView } from '@curfew/contract'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { pages } from '../../frame/pages.ts'
import { readDevice } from './device.ts'
import { KindMark } from './KindMark.tsx'
import css from './SessionFacts.module.css'
import { Moment, RunningFor, Since, Until } from './Times.tsx'
import { words } from './words.ts'

/** What is known of a session, each fact with its name. What is not known is left out. */
export function SessionFacts({ session }: { readonly session: SessionView }) {
  const text = words.panel.facts
  const isOpen = session.status !== 'closed'
  const facts: readonly (readonly [name: string, value: ReactNode])[] = [
    [
      text.kind,
      <span key="kind" className={css['kind']}>
        <KindMark kind={session.kind} />
        {words.kinds[session.kind]}
      </span>,
    ],
    [text.source, session.via === null ? session.source : `${session.source}, ${words.grid.via(session.via)}`],
    [text.clientAddress, <code key="address">{session.clientAddress}</code>],
    [text.device, words.panel.device(readDevice(session.userAgent), session.userAgent)],
    [text.identitySource, session.identitySource],
    [text.securityDomain, session.securityDomain],
    [text.loggedOn, <Moment key="on" at={session.loggedOnAt} />],
    [
      text.cameBack,
      session.cameBack && (
        <Link key="back" to={pages.closure(session.cameBack.closureId)}>
          {words.panel.cameBackAfter(words.inSeconds(session.cameBack.afterMs / 1000))}
        </Link>
      ),
    ],
    [text.idle, isOpen && <Since key="idle" at={session.lastActivityAt} />],
    [text.remaining, isOpen && session.expiresAt && <Until key="left" at={session.expiresAt} />],
    [text.limits, words.panel.limits(session.idleLimitSeconds, session.absoluteLimitSeconds)],
    [
      text.command,
      session.commandInFlight && (
        <span key="command">
          {session.commandInFlight.name} · <RunningFor at={session.commandInFlight.startedAt} />
        </span>
      ),
    ],
    [text.id, <code key="id">{session.id}</code>],
  ]
  return (
    <dl className={css['facts']}>
      {facts.map(([name, value]) =>
        value ? (
          <div key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  )
}
