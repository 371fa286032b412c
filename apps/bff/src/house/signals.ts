import type { ApiPorts } from '@curfew/api'
import { type Exchange, fetchTextThrough } from '@curfew/logoff/back-channel'
import { createKeySets } from '@curfew/logoff/logout-tokens'
import { createSignals, type Post, setAlgorithm, signWith } from '@curfew/logoff/shared-signals'
import { signingKeyFor } from '@curfew/registry'
import { newId } from './new-id.ts'

export type HouseSignalsOptions = {
  readonly store: ApiPorts['store']
  readonly exchange: Exchange
  readonly clock: () => Date
  /** The address that receivers and transmitters reach this by. */
  readonly issuer: string
}

/** Shared signals, signed with the keys that are published, over connections that trust nobody. */
export function furnishSignals({ store, exchange, clock, issuer }: HouseSignalsOptions) {
  const keySets = createKeySets({ fetchText: fetchTextThrough(exchange), clock })
  return createSignals({
    issuer,
    store,
    clock,
    sign: signWith(() => signingKeyFor({ store, clock, newId }, setAlgorithm)),
    post: postThrough(exchange),
    keysOf:
      ({ settings }) =>
      async (header, token) =>
        (await keySets.keysFor(settings, header?.kid))(header, token),
  })
}

function postThrough(exchange: Exchange): Post {
  return async ({ url, headers, body, allowsPrivateAddresses }) => {
    const answered = await exchange({ uri: url, post: { headers, body }, allowsPrivateAddresses })
    // RFC 8935 §2.2: that it was taken is said by the status; of an endless answer nothing else is read.
    if (answered.outcome === 'cut-off') return { status: answered.status, body: '' }
    return answered.outcome === 'answered' ? answered : { failure: answered.cause }
  }
}
