import type { SourceView } from '@curfew/contract'
import type { ReactNode } from 'react'
import { messages } from '../../messages/later-messages.ts'
import { Kinds } from './Kinds.tsx'
import css from './SourceFacts.module.css'

/** What a source may do, and how it is told. */
export function SourceFacts({ source }: { readonly source: SourceView }) {
  const { sources, closures, formats } = messages
  const { facts } = sources
  const { kinds, via, channel, backChannel, leaseMs, createdAt } = source
  const { channels } = closures
  return (
    <dl className={css['facts']}>
      <Fact name={facts.kinds}>
        <Kinds kinds={kinds} via={null} />
      </Fact>
      {kinds.includes('self-service-console') && (
        <Fact name={facts.via}>{via === null ? sources.viaEach : sources.viaWords[via]}</Fact>
      )}
      {channel === null ? (
        <Fact name={facts.told} note={sources.untoldNote}>
          {sources.untold}
        </Fact>
      ) : channel !== 'guard-feed' ? (
        <Fact name={facts.told}>{closures.channels[channel]}</Fact>
      ) : (
        <>
          <Fact name={facts.told} note={sources.guardFeedNote}>
            {backChannel === null ? channels[channel] : sources.and(channels[channel], channels['back-channel'])}
          </Fact>
          <Fact name={facts.lease} note={sources.leaseNote}>
            {sources.seconds(leaseMs)}
          </Fact>
        </>
      )}
      <Fact name={facts.createdAt}>
        <time dateTime={createdAt}>{formats.exact(new Date(createdAt))}</time>
      </Fact>
    </dl>
  )
}

type FactProps = { readonly name: string; readonly note?: string; readonly children: ReactNode }

export function Fact({ name, note, children }: FactProps) {
  return (
    <div>
      <dt className={css['name']}>{name}</dt>
      <dd className={css['value']}>
        {children}
        {note !== undefined && <span className={css['note']}>{note}</span>}
      </dd>
    </div>
  )
}
