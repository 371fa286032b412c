import type { Delivery, SignalKey, SignalReceiver, SignalTransmitter } from '@curfew/registry'

/** The keys after one more; of the others, those that are good for some time yet. */
export function withSignalKey(
  keys: readonly SignalKey[],
  added: SignalKey,
  othersExpireAt: Date,
): readonly SignalKey[] {
  const others = keys
    .map((key) => ({
      ...key,
      expiresAt: key.expiresAt !== null && key.expiresAt < othersExpireAt ? key.expiresAt : othersExpireAt,
    }))
    .filter(({ expiresAt }) => expiresAt > added.createdAt)
  return [added, ...others]
}

export const untakenStatuses = ['pending', 'sent', 'unreachable'] as const

export function isUntaken({ channel, status }: Pick<Delivery, 'channel' | 'status'>): boolean {
  return channel === 'shared-signals' && untakenStatuses.some((untaken) => untaken === status)
}

export function isReceiverTaken(all: readonly SignalReceiver[], name: string, exceptId: string): boolean {
  return all.some((one) => one.id !== exceptId && one.name === name)
}

export function isTransmitterTaken(
  all: readonly SignalTransmitter[],
  { id, name, settings }: Pick<SignalTransmitter, 'id' | 'name' | 'settings'>,
): boolean {
  return all.some((one) => one.id !== id && (one.name === name || one.settings.issuer === settings.issuer))
}
