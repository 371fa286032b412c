import type { SourceView } from '@curfew/contract'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { AccountingOff, RefusedOfNas } from './nas/AccountingNotices.tsx'
import { QueueNotice } from './QueueNotice.tsx'
import { earlierKeyInUse, keysOf, lastSeenOf } from './standing.ts'

type Props = { readonly source: SourceView; readonly now: Date }

/** What somebody should look at, in words, with what it means for the sessions. */
export function SourceNotices({ source, now }: Props) {
  const { sources, nases, formats } = messages
  const { disabled, openSessions, radius } = source
  const keys = keysOf(source, now)
  const earlier = earlierKeyInUse(keys)
  return (
    <>
      {disabled && (
        <Banner tone="warn">
          <p>
            <strong>{radius ? nases.disabledTitle : sources.disabledTitle}</strong>
          </p>
          <p>{radius ? sources.openSessionsStay(openSessions) : sources.disabledText(openSessions)}</p>
        </Banner>
      )}
      {source.silent && (
        <Banner tone="warn">
          <p>
            <strong>{silentTitle(source, now)}</strong>
          </p>
          <p>{silentText(source)}</p>
        </Banner>
      )}
      {radius && <AccountingOff />}
      {radius && <RefusedOfNas source={source} now={now} />}
      <QueueNotice source={source} now={now} />
      {!disabled && radius === null && keys.every((key) => key.hasRunOut) && (
        <Banner tone="warn">{sources.allRanOut}</Banner>
      )}
      {!disabled && earlier?.expiresAt && (
        <Banner tone="warn">
          <p>
            <strong>{sources.stillOnEarlier}</strong>
          </p>
          <p>{sources.stillOnEarlierText(formats.moment(earlier.expiresAt, now))}</p>
        </Banner>
      )}
    </>
  )
}

function silentTitle(source: SourceView, now: Date): string {
  const { sources, formats } = messages
  const seen = lastSeenOf(source)
  if (seen.standing !== 'silent' || seen.at === null)
    return sources.silentNeverTitle(formats.moment(new Date(source.createdAt), now))
  return sources.silentTitle(formats.moment(seen.at, now), formats.ago(seen.at, now))
}

function silentText({ radius, channel, openSessions }: SourceView): string {
  const { sources, nases } = messages
  if (radius) return nases.silentText(openSessions)
  return channel === null ? sources.silentUntoldText(openSessions) : sources.silentText(openSessions)
}
