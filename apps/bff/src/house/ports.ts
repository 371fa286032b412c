import type { ApiPorts } from '@curfew/api'
import { createEventStream, type EventStream, nextCallChannel } from '@curfew/logoff/event-stream'
import {
  type ActivityBuffer,
  type ChangeFeed,
  createActivityBuffer,
  createChangeFeed,
  createCommands,
  createDeliveryLoop,
  createSweeper,
  type DeliveryLoop,
  type LogoffChannel,
  type RegistryPorts,
  resumeClosures,
} from '@curfew/registry'
import { v7 } from 'uuid'
import { type Log, noteFault } from '../log.ts'
import { argon2Hasher } from '../password-hasher.ts'

/** Rules, store and channels, joined: all but the routes and whoever listens. */
export type House = {
  readonly ports: RegistryPorts & Pick<ApiPorts, 'store' | 'hasher'>
  readonly streams: EventStream['streams']
  /** Resume what a crash has left behind, and begin what time brings: deliveries, expiry, forgetting. */
  begin(): void
  /** Ends all of that and writes what is still to be written. Resolves also when the store can no longer be written. */
  end(): Promise<void>
}

/**
 * Join the rules with the store and with the channels that tell recipients. Nothing runs until `begin`.
 *
 * @param moreChannels beside those for Curfew's own browsers and programs
 */
export function furnish(store: ApiPorts['store'], log: Log, moreChannels: readonly LogoffChannel[] = []): House {
  const clock = () => new Date()
  const feed: ChangeFeed = createChangeFeed()
  const { streams, channel } = createEventStream({ feed })
  const activity: ActivityBuffer = createActivityBuffer({ store, onError: noteFault(log, 'activity') })
  let deliveries: DeliveryLoop | undefined
  let sweeper: ReturnType<typeof createSweeper> | undefined
  const ports: House['ports'] = {
    store,
    hasher: argon2Hasher,
    channels: [channel, nextCallChannel, ...moreChannels],
    commands: createCommands({ clock, changes: feed, setCommand: (id, command) => store.setCommand(id, command) }),
    changes: feed,
    wakeDeliveries: () => deliveries?.wake(),
    noteActivity: activity.note,
    clock,
    newId: () => v7(),
  }

  return {
    ports,
    streams,
    begin() {
      deliveries = createDeliveryLoop(ports, { onError: noteFault(log, 'deliveries') })
      sweeper = createSweeper(ports, { onError: noteFault(log, 'sweep') })
      resumeClosures(ports).then(
        (count) => {
          if (count > 0) log({ event: 'closures-resumed', count })
        },
        noteFault(log, 'resume-closures'),
      )
      deliveries.wake()
    },
    async end() {
      streams.drain()
      feed.flush()
      feed.stop()
      await Promise.all([deliveries?.stop(), sweeper?.stop()])
      await activity.stop()
      await store.close()
    },
  }
}
