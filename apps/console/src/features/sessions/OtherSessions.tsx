import type { SessionView } from '@curfew/contract'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { KindMark } from './KindMark.tsx'
import css from './OtherSessions.module.css'
import { userSessionsQuery } from './queries.ts'
import { Moment } from './Times.tsx'
import { words } from './words.ts'

type Props = {
  readonly session: SessionView
  readonly hrefOf: (sessionId: string) => string
  readonly onOpen: (sessionId: string) => void
  /** Below the list; gets how many sessions the user has open, this one included, as far as they are listed here. */
  readonly children: (count: number) => ReactNode
}

/** The same user's other open sessions. */
export function OtherSessions({ session, hrefOf, onOpen, children }: Props) {
  const text = words.panel
  const { data } = useQuery(userSessionsQuery(session.userId))
  if (!data) return null

  const others = data.items.filter(({ id }) => id !== session.id)
  return (
    <section>
      <h3>{text.others(others.length, data.nextCursor !== null)}</h3>
      <ul className={css['others']}>
        {others.map((other) => (
          <li key={other.id}>
            <a
              href={hrefOf(other.id)}
              onClick={(event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return
                event.preventDefault()
                onOpen(other.id)
              }}
            >
              <KindMark kind={other.kind} />
              <span className={css['kind']}>{words.kinds[other.kind]}</span>
            </a>
            <bdi className={css['source']}>{other.source}</bdi>
            <Moment at={other.loggedOnAt} />
          </li>
        ))}
      </ul>
      {children(data.items.length)}
    </section>
  )
}
