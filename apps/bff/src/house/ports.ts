import type { AccessPorts } from '@curfew/access'
import { type ApiPorts, withSealedCursors } from '@curfew/api'
import {
  type BackChannelOptions,
  createBackChannel,
  createExchange,
  fetchTextThrough,
} from '@curfew/logoff/back-channel'
import { createEventStream, type EventStream, nextCallChannel } from '@curfew/logoff/event-stream'
import { createGuardFeed } from '@curfew/logoff/guard-feed'
import { readLogoutTokens } from '@curfew/logoff/logout-tokens'
import { webhookPoster } from '@curfew/logoff/webhooks'
import {
  type ActivityBuffer,
  type ChangeFeed,
  createActivityBuffer,
  createChangeFeed,
  createCommands,
  createDeliveryLoop,
  createFeedReader,
  createGuards,
  createSeenBuffer,
  createSweeper,
  createWebhookLoop,
  type DeliveryLoop,
  type LogoffChannel,
  type RegistryPorts,
  resumeClosures,
  resumeNotices,
  resumeProofs,
  signingKeyFor,
  type WebhookLoop,
} from '@curfew/registry'
import { type Log, noteFault } from '../log.ts'
import { argon2Hasher } from '../password-hasher.ts'
import { createDisconnects } from './disconnects.ts'
import { madeUpLast } from './made-up-last.ts'
import { newId } from './new-id.ts'
import { createNasTable, type NasTable, tellingOfSources } from './radius/nas-table.ts'
import { furnishSignals } from './signals.ts'

/** Rules, store and channels, joined: all but the routes and whoever listens. */
export type House = {
  readonly ports: RegistryPorts &
    Pick<ApiPorts, 'store' | 'hasher' | 'guards' | 'feeds' | 'noteSourceSeen' | 'logoutTokens' | 'signals'>
  readonly streams: EventStream['streams']
  /** Those that may send accounting, as they are registered now. */
  readonly nases: NasTable
  /** Resume what a crash has left behind, and begin what time brings: deliveries, expiry, forgetting. */
  begin(): void
  /** Ends all of that and writes what is still to be written. Resolves also when the store can no longer be written. */
  end(): Promise<void>
}

/**
 * Join the rules with the store and with the channels that tell recipients. Nothing runs until `begin`.
 *
 * @param moreChannels to recipients that are made up, beside those for real ones
 * @param leaseMsAtStart what guards may hold from the process before this one, by source
 * @param issuer the address that others reach this by, without a slash at its end
 */
export function furnish(
  opened: RegistryPorts['store'] & AccessPorts['store'],
  log: Log,
  moreChannels: readonly LogoffChannel[] = [],
  leaseMsAtStart: ReadonlyMap<string, number> = new Map(),
  issuer = 'http://127.0.0.1:8080',
): House {
  const clock = () => new Date()
  const nases = createNasTable({ store: opened, clock })
  const store = withSealedCursors(tellingOfSources(opened, () => nases.refresh()))
  const feed: ChangeFeed = createChangeFeed()
  const { streams, channel } = createEventStream({ feed })
  const activity: ActivityBuffer = createActivityBuffer({ store, onError: noteFault(log, 'activity') })
  const seen = createSeenBuffer({ store, onError: noteFault(log, 'sources-seen') })
  const guards = createGuards({ store, changes: feed, clock, leaseMsAtStart, onError: noteFault(log, 'guards') })
  const guardFeed = createGuardFeed({
    feed: createFeedReader({ store, clock, changes: feed }),
    clock,
    onError: noteFault(log, 'guard-feed'),
  })
  const exchange = createExchange()
  const ownKey: BackChannelOptions['ownKey'] = (algorithm) => signingKeyFor({ store, clock, newId }, algorithm)
  const backChannel = createBackChannel({ store, ownKey, exchange, clock })
  feed.subscribe(({ event }) => {
    if (event === 'holds') guardFeed.feeds.tellHolds()
  })
  const disconnects = createDisconnects(store, { clock, onError: noteFault(log, 'radius-disconnect') })
  const shared = furnishSignals({ store, exchange, clock, issuer })
  let deliveries: DeliveryLoop | undefined
  let webhooks: WebhookLoop | undefined
  let sweeper: ReturnType<typeof createSweeper> | undefined
  const ports: House['ports'] = {
    store,
    hasher: argon2Hasher,
    channels: madeUpLast(
      store,
      [channel, nextCallChannel, guardFeed.channel, backChannel, disconnects.channel, shared.channel],
      moreChannels,
    ),
    commands: createCommands({ clock, changes: feed, setCommand: (id, command) => store.setCommand(id, command) }),
    changes: feed,
    wakeWebhooks: () => webhooks?.wake(),
    webhookPoster: webhookPoster(),
    wakeDeliveries: (asked) => {
      deliveries?.wake(asked)
      shared.wake()
    },
    signals: shared.signals,
    noteActivity: activity.note,
    noteSourceSeen: seen.note,
    guards,
    feeds: guardFeed.feeds,
    logoutTokens: readLogoutTokens({ fetchText: fetchTextThrough(exchange), clock }),
    refusedByGuards: (closureId, sourceIds) => guards.refusedByGuards(closureId, sourceIds),
    clock,
    newId,
  }

  return {
    ports,
    streams,
    nases,
    begin() {
      deliveries = createDeliveryLoop(ports, { onError: noteFault(log, 'deliveries') })
      webhooks = createWebhookLoop(ports, { onError: noteFault(log, 'webhooks') })
      // What the loop itself announces is nothing new to it.
      feed.subscribe(({ event }) => (event === 'webhooks' ? undefined : webhooks?.wake()))
      sweeper = createSweeper(ports, { onError: noteFault(log, 'sweep') })
      resumeClosures(ports).then(
        (count) => {
          if (count > 0) log({ event: 'closures-resumed', count })
        },
        noteFault(log, 'resume-closures'),
      )
      resumeProofs(ports).catch(noteFault(log, 'resume-proofs'))
      resumeNotices(ports).catch(noteFault(log, 'resume-notices'))
      deliveries.wake()
      webhooks.wake()
    },
    async end() {
      streams.drain()
      guardFeed.feeds.drain()
      feed.flush()
      feed.stop()
      await Promise.all([deliveries?.stop(), webhooks?.stop(), sweeper?.stop()])
      await Promise.all([disconnects.stop(), activity.stop(), seen.stop()])
      await store.close()
    },
  }
}

/** What guards may hold from the process before this one: for each source the longest lease that it ever granted. */
export async function leasesAtStart(store: Pick<ApiPorts['store'], 'sources'>): Promise<ReadonlyMap<string, number>> {
  const sources = await store.sources()
  return new Map(sources.map(({ id, longestLeaseMs }) => [id, longestLeaseMs]))
}
