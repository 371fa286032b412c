import { CurfewError, type NewSignalReceiverRequest, type SignalReceiverChange } from '@curfew/contract'
import { auditEntry } from '../audit.ts'
import type { Actor } from '../closing.ts'
import type { RegistryPorts } from '../ports.ts'
import { signingKeyFor } from '../signing-keys.ts'
import { newSignalKey } from './keys.ts'
import { noFacts, type SignalReceiver } from './signal-receiver.ts'

type Ports = Pick<RegistryPorts, 'store' | 'clock' | 'newId'>

export type SignalReceiverReport = { readonly receiver: SignalReceiver; readonly untaken: number }
/** A receiver, and the key that is shown this once. */
export type KeyedReceiver = SignalReceiverReport & { readonly key: string }

/**
 * Register a receiver of signals. It hears of nothing until it, or somebody in its place, sets its stream up.
 *
 * @throws CurfewError `signal-name-taken`
 */
export async function createSignalReceiver(
  ports: Ports,
  { name, ...settings }: NewSignalReceiverRequest,
  actor: Actor,
): Promise<KeyedReceiver> {
  // Whoever is given the address of the published keys finds there the one that will sign.
  await signingKeyFor(ports, 'RS256')
  const { key, kept } = await newSignalKey(ports)
  const receiver: SignalReceiver = {
    id: ports.newId(),
    name: name.normalize('NFC'),
    settings,
    stream: null,
    status: 'enabled',
    statusReason: '',
    keys: [kept],
    createdAt: ports.clock(),
    facts: noFacts,
  }
  const detail = { name: receiver.name, ...inWords(settings) }
  const audit = auditEntry(ports, actor, 'signal-receiver-created', receiver.id, detail)
  if ((await ports.store.createSignalReceiver(receiver, audit)) === 'name-taken') throw nameTaken(receiver.name)
  return { receiver, untaken: 0, key }
}

/** @throws CurfewError `not-found`, `signal-name-taken` */
export async function changeSignalReceiver(
  ports: Ports,
  id: string,
  { name, ...change }: SignalReceiverChange,
  actor: Actor,
): Promise<SignalReceiverReport> {
  const before = await existingReceiver(ports, id)
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const named = name?.normalize('NFC')
  const changes = { ...(named !== undefined && { name: named }), settings: { ...before.settings, ...given } }
  const detail = { ...(named !== undefined && { name: named }), ...inWords(given) }
  const audit = auditEntry(ports, actor, 'signal-receiver-changed', id, detail)
  const outcome = await ports.store.changeSignalReceiver(id, changes, audit)
  if (outcome === 'not-found') throw noSuchReceiver()
  if (outcome === 'name-taken') throw nameTaken(named ?? '')
  return readSignalReceiver(ports, id)
}

/** Give a receiver a new key; those before it go on for `overlapSeconds`. @throws CurfewError `not-found` */
export async function rotateSignalReceiverKey(
  ports: Ports,
  id: string,
  overlapSeconds: number,
  actor: Actor,
): Promise<KeyedReceiver> {
  const { key, kept } = await newSignalKey(ports)
  const othersExpireAt = new Date(kept.createdAt.getTime() + overlapSeconds * 1000)
  const audit = auditEntry(ports, actor, 'signal-receiver-key-rotated', id, { keyId: kept.id, overlapSeconds })
  const outcome = await ports.store.addSignalReceiverKey(id, kept, othersExpireAt, audit)
  if (outcome === 'not-found') throw noSuchReceiver()
  return { ...(await readSignalReceiver(ports, id)), key }
}

/** By name. */
export async function listSignalReceivers({
  store,
}: Pick<RegistryPorts, 'store'>): Promise<readonly SignalReceiverReport[]> {
  const [receivers, untaken] = await Promise.all([store.signalReceivers(), store.countUntaken()])
  return receivers.map((receiver) => ({ receiver, untaken: untaken.get(receiver.id) ?? 0 }))
}

/** @throws CurfewError `not-found` */
export async function readSignalReceiver(
  { store }: Pick<RegistryPorts, 'store'>,
  id: string,
): Promise<SignalReceiverReport> {
  const [receiver, untaken] = await Promise.all([existingReceiver({ store }, id), store.countUntaken()])
  return { receiver, untaken: untaken.get(id) ?? 0 }
}

export async function existingReceiver({ store }: Pick<RegistryPorts, 'store'>, id: string): Promise<SignalReceiver> {
  const receiver = await store.signalReceiverById(id)
  if (!receiver) throw noSuchReceiver()
  return receiver
}

/** Lists as one text, as the audit keeps it. */
export function inWords(settings: object): Record<string, string | number | boolean | null> {
  const entries = Object.entries(settings).map(([name, value]): [string, string | number | boolean | null] => [
    name,
    Array.isArray(value)
      ? value.join(' ')
      : typeof value === 'number' || typeof value === 'boolean' || value === null
        ? value
        : String(value),
  ])
  return Object.fromEntries(entries)
}

function nameTaken(name: string): CurfewError {
  return new CurfewError('signal-name-taken', `There is a receiver "${name}" already. Nothing was changed.`)
}

function noSuchReceiver(): CurfewError {
  return new CurfewError('not-found', 'There is no such receiver. Nothing was changed.')
}
