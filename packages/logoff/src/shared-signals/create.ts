import type { LogoffChannel, RegistryStore, Signals } from '@curfew/registry'
import { createArrivals } from './arrivals.ts'
import { createSharedSignals, type Post } from './channel.ts'
import { createSetReader, type SetReaderOptions } from './read-set.ts'
import { createSignalSpeaker, type SignClaims } from './speaker.ts'

export type SignalsOptions = {
  /** `iss` of what goes out: the address that receivers reach this by, without a slash at its end. */
  readonly issuer: string
  readonly store: RegistryStore
  readonly sign: SignClaims
  readonly post: Post
  readonly keysOf: SetReaderOptions['keysOf']
  readonly clock: () => Date
}

/** Shared signals in both directions, joined. `wake`: something may have become due. */
export function createSignals({ issuer, store, sign, post, keysOf, clock }: SignalsOptions): {
  readonly signals: Signals
  readonly channel: LogoffChannel
  readonly wake: () => void
} {
  const speaker = createSignalSpeaker(issuer, sign)
  const { channel, push } = createSharedSignals({ store, speaker, post, clock })
  const { arrival, wake } = createArrivals()
  const read = createSetReader({ store, keysOf, clock })
  return { signals: { issuer, speaker, read, push, arrival }, channel, wake }
}
