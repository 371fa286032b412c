import type { FeedReader, Logoff, LogoffChannel, TellOutcome } from '@curfew/registry'
import type { Feeds } from './feeds.ts'

export type GuardFeedChannelOptions = {
  readonly feeds: Pick<Feeds, 'offer' | 'held' | 'leftAt'>
  readonly feed: Pick<FeedReader, 'told'>
  readonly clock: () => Date
}

/** Guards hear of it on the feed that they hold open; the recipient is their source. */
export function createGuardFeedChannel({ feeds, feed, clock }: GuardFeedChannelOptions): LogoffChannel {
  const tellSource = async (sourceId: string, logoffs: readonly Logoff[]): Promise<TellOutcome> => {
    if (await feeds.offer(sourceId, logoffs)) return { to: 'sent' }
    const seen = (await feed.told([sourceId])).get(sourceId)?.lastSeenAt ?? null
    const [name = sourceId] = logoffs.map(({ delivery }) => delivery.recipientName)
    const since = sinceInWords(feeds.leftAt(sourceId) ?? seen, clock())
    // It connects by itself and is resumed: trying meanwhile would find nobody.
    return { to: 'unreachable', cause: `No guard of ${name} is connected${since}.`, comesBack: true }
  }

  return {
    channel: 'guard-feed',
    async tell(logoffs) {
      const bySource = Map.groupBy(logoffs, ({ delivery }) => delivery.recipient)
      const told = await Promise.all(
        Array.from(bySource, async ([sourceId, some]) => [sourceId, await tellSource(sourceId, some)] as const),
      )
      const outcomes = new Map(told)
      return logoffs.map(({ delivery }) => outcomes.get(delivery.recipient) ?? { to: 'unreachable', cause: '' })
    },
    async cannotBeTold(sources) {
      const told = await feed.told(sources.map(({ sourceId }) => sourceId))
      return sources.flatMap(({ sourceId, source, count }) => {
        const known = told.get(sourceId)
        if (!known) return []
        const recipient = { recipient: source, sessions: count }
        if (!known.isTold) return { ...recipient, cause: untold, since: null }
        if (feeds.held(sourceId) > 0) return []
        return { ...recipient, cause: 'No guard is connected', since: feeds.leftAt(sourceId) ?? known.lastSeenAt }
      })
    },
  }
}

const untold = 'It cannot be told from here; its sessions are refused when it asks'

/** ` since 14:03 UTC`, with the day when it was another one; nothing when it never was. */
function sinceInWords(at: Date | null, now: Date): string {
  if (at === null) return ''
  const [day = '', time = ''] = at.toISOString().split('T')
  const isToday = now.toISOString().startsWith(day)
  return ` since ${isToday ? '' : `${day} `}${time.slice(0, 5)} UTC`
}
