import type { SessionKind, Via } from '@curfew/contract'
import { messages } from '../../messages/later-messages.ts'
import { Dot } from '../../ui/Pill.tsx'
import css from './Kinds.module.css'

type Props = { readonly kinds: readonly SessionKind[]; readonly via: Via | null }

/** What a source may register, each kind with its colour; how the users of its self-service console reach it, where that is settled. */
export function Kinds({ kinds, via }: Props) {
  return (
    <ul className={css['kinds']}>
      {kinds.map((kind) => (
        <li key={kind} className={css['kind']}>
          <Dot className={css[kind]} />
          {messages.sessions.kinds[kind]}
          {kind === 'self-service-console' && via !== null && (
            <span className={css['via']}>{messages.sources.via[via]}</span>
          )}
        </li>
      ))}
    </ul>
  )
}
