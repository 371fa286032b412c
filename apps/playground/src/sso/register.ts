import {
  type BackChannelSettings,
  type OpenIdProvider,
  signalReceiverKey,
  signalReceiverList,
  signalTransmitterList,
  sourceKey,
  sourceList,
} from '@curfew/contract'
import { type CurfewAccess, caller, logOn } from '../sources.ts'

export type RelyingPartySource = {
  readonly name: string
  readonly toldBy: 'guard-feed' | 'back-channel'
  readonly backChannel: Pick<
    BackChannelSettings,
    'uri' | 'audience' | 'issuer' | 'signingKey' | 'allowsPrivateAddresses'
  >
  readonly openIdProvider: Omit<OpenIdProvider, 'algorithms'>
}
export type Signals = {
  readonly receiver: { readonly name: string; readonly audience: string; readonly endpointUrl: string }
  readonly transmitter: {
    readonly name: string
    readonly issuer: string
    readonly jwksUri: string
    readonly audience: string
  }
}

/**
 * Register relying parties, a receiver and a transmitter with Curfew; those that are there by name are set to this.
 *
 * @returns the relying parties' keys by name
 * @throws Error when Curfew does not answer as expected
 */
export async function registerSingleSignOn(
  access: CurfewAccess,
  relyingParties: readonly RelyingPartySource[],
  { receiver, transmitter }: Signals,
): Promise<ReadonlyMap<string, string>> {
  const call = caller(access.url, await logOn(access))
  const keys = new Map<string, string>()
  const sourceIds: string[] = []
  const { items: sources } = sourceList.parse(await call('GET', '/api/sources'))
  for (const { name, toldBy, backChannel, openIdProvider } of relyingParties) {
    const known = sources.find((source) => source.name === name)
    if (known) await call('PATCH', `/api/sources/${known.id}`, { backChannel, openIdProvider, disabled: false })
    const answer = known
      ? await call('POST', `/api/sources/${known.id}/keys`, { overlapSeconds: 0 })
      : await call('POST', '/api/sources', {
          name,
          toldBy,
          backChannel,
          openIdProvider,
          kinds: ['self-service-console'],
        })
    const { source, key } = sourceKey.parse(answer)
    keys.set(name, key)
    sourceIds.push(source.id)
  }

  const { items: receivers } = signalReceiverList.parse(await call('GET', '/api/signals/receivers'))
  const { name, audience, endpointUrl } = receiver
  // Of the sessions behind this OP: those of the other clients are none of its business.
  const wanted = { name, audience, sourceIds, allowsPrivateAddresses: true }
  const id =
    receivers.find((one) => one.name === name)?.id ??
    signalReceiverKey.parse(await call('POST', '/api/signals/receivers', wanted)).receiver.id
  await call('POST', `/api/signals/receivers/${id}/stream`, { delivery: { method: 'push', endpointUrl } })

  const { items: transmitters } = signalTransmitterList.parse(await call('GET', '/api/signals/transmitters'))
  // What says who it is stays as it is registered, and its address may be another one now.
  const trusted = transmitters.find((one) => one.issuer === transmitter.issuer)
  const { jwksUri, audience: expected } = transmitter
  const settings = { jwksUri, audience: expected, sourceIds, allowsPrivateAddresses: true }
  if (trusted) await call('PATCH', `/api/signals/transmitters/${trusted.id}`, { ...settings, disabled: false })
  else
    await call('POST', '/api/signals/transmitters', { ...settings, name: transmitter.name, issuer: transmitter.issuer })
  await call('POST', '/api/logoff')
  return keys
}
