import { type BackChannelChange, backChannelSettings, CurfewError, type NewSourceRequest } from '@curfew/contract'
import { assertKeyFits } from './signing-keys.ts'
import type { KeptBackChannel, Source } from './source.ts'

/**
 * Back-channel settings as a source may have them.
 *
 * @throws CurfewError `invalid-request`: they are missing, do not go with how it is told, or are not to be used as they are
 */
export async function wantedBackChannel({ toldBy, backChannel }: NewSourceRequest): Promise<KeptBackChannel | null> {
  if (toldBy === 'back-channel' && !backChannel) throw wrong('', 'give uri, audience and issuer')
  if (toldBy === 'none' && backChannel) throw wrong('', 'leave it out, or say that it is told by back-channel')
  return backChannel ? usable(backChannel) : null
}

/** The same after a change; what the change leaves out stays as it is. */
export async function changedBackChannel(
  { channel, backChannel: before }: Source,
  change: BackChannelChange | null,
): Promise<KeptBackChannel | null> {
  if (channel !== 'back-channel' && channel !== 'guard-feed') throw wrong('', 'this source is told in another way')
  if (change === null) {
    if (channel === 'back-channel') throw wrong('', 'it would be told in no way; disable the source instead')
    return null
  }
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const after = backChannelSettings.safeParse({ ...before, ...given })
  if (!after.success) throw wrong('', 'give uri, audience and issuer')
  return usable(after.data)
}

async function usable(settings: KeptBackChannel): Promise<KeptBackChannel> {
  const { uri, probeUri, allowsPrivateAddresses, signingKey, algorithm } = settings
  if (!allowsPrivateAddresses) {
    // Without TLS anyone on the way can read a token, and answer in the receiver's place.
    if (!isSecure(uri)) throw wrong('uri', 'give an https URL, or allow private addresses for this source')
    if (probeUri !== null && !isSecure(probeUri))
      throw wrong('probeUri', 'give an https URL, or allow private addresses for this source')
  }
  if (signingKey) await assertKeyFits(signingKey, algorithm)
  return settings
}

const isSecure = (uri: string) => new URL(uri).protocol === 'https:'

function wrong(field: string, message: string): CurfewError {
  const path = field === '' ? 'backChannel' : `backChannel.${field}`
  return new CurfewError('invalid-request', `The request cannot be read: ${path}: ${message}. Nothing was changed.`, {
    errors: [{ path, message }],
  })
}
