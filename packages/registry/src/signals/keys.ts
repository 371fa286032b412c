import { hashCredential, newCredential } from '../credential.ts'
import type { RegistryPorts } from '../ports.ts'
import type { SignalKey, SignalReceiver } from './signal-receiver.ts'

/** 256 random bits, kept as their SHA-256 only. The fixed beginning lets scanners for leaked secrets find it. */
export async function newSignalKey({
  clock,
  newId,
}: Pick<RegistryPorts, 'clock' | 'newId'>): Promise<{ key: string; kept: SignalKey }> {
  const key = `cfs_${newCredential()}`
  return { key, kept: { id: newId(), hash: await hashCredential(key), createdAt: clock(), expiresAt: null } }
}

const seenEveryMs = 60_000

/**
 * Whose key this is. One that is unknown or has run out is nobody's.
 *
 * That it called is noted at most once a minute.
 */
export async function recognizeSignalReceiver(
  { store, clock }: Pick<RegistryPorts, 'store' | 'clock'>,
  key: string,
): Promise<SignalReceiver | null> {
  if (!/^cfs_[A-Za-z0-9_-]{43}$/.test(key)) return null
  const hash = await hashCredential(key)
  const now = clock()
  const receivers = await store.signalReceivers()
  const receiver = receivers.find(({ keys }) => keys.some((kept) => kept.hash === hash && isGood(kept, now)))
  if (!receiver) return null
  const { lastSeenAt } = receiver.facts
  if (lastSeenAt === null || now.getTime() - lastSeenAt.getTime() >= seenEveryMs)
    await store.noteSignalReceiver(receiver.id, { lastSeenAt: now })
  return receiver
}

function isGood({ expiresAt }: SignalKey, now: Date): boolean {
  return expiresAt === null || expiresAt > now
}
