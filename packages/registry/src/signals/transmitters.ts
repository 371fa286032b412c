import {
  CurfewError,
  type NewSignalTransmitterRequest,
  type SignalTransmitterChange,
  type SignalTransmitterSettings,
} from '@curfew/contract'
import { auditEntry } from '../audit.ts'
import type { Actor } from '../closing.ts'
import type { RegistryPorts } from '../ports.ts'
import { inWords } from './receivers.ts'
import { noTransmitterFacts, type SignalTransmitter } from './signal-transmitter.ts'

type Ports = Pick<RegistryPorts, 'store' | 'clock' | 'newId'>

/**
 * Trust a transmitter: from then on its signals close the sessions that they match.
 *
 * @throws CurfewError `signal-name-taken`: the name, or the issuer, is that of another one
 */
export async function createSignalTransmitter(
  ports: Ports,
  { name, ...settings }: NewSignalTransmitterRequest,
  actor: Actor,
): Promise<SignalTransmitter> {
  const transmitter: SignalTransmitter = {
    id: ports.newId(),
    name: name.normalize('NFC'),
    settings,
    disabled: false,
    createdAt: ports.clock(),
    facts: noTransmitterFacts,
  }
  const detail = { name: transmitter.name, ...inWords(settings) }
  const audit = auditEntry(ports, actor, 'signal-transmitter-created', transmitter.id, detail)
  if ((await ports.store.createSignalTransmitter(transmitter, audit)) === 'taken') throw taken()
  return transmitter
}

/** @throws CurfewError `not-found`, `signal-name-taken` */
export async function changeSignalTransmitter(
  ports: Ports,
  id: string,
  { name, disabled, ...change }: SignalTransmitterChange,
  actor: Actor,
): Promise<SignalTransmitter> {
  const before = await readSignalTransmitter(ports, id)
  const given: Partial<SignalTransmitterSettings> = Object.fromEntries(
    Object.entries(change).filter(([, value]) => value !== undefined),
  )
  const others = {
    ...(name !== undefined && { name: name.normalize('NFC') }),
    ...(disabled !== undefined && { disabled }),
  }
  const changes = { ...others, settings: { ...before.settings, ...given } }
  const audit = auditEntry(ports, actor, 'signal-transmitter-changed', id, { ...others, ...inWords(given) })
  if ((await ports.store.changeSignalTransmitter(id, changes, audit)) === 'taken') throw taken()
  return readSignalTransmitter(ports, id)
}

/** @throws CurfewError `not-found` */
export async function readSignalTransmitter(
  { store }: Pick<RegistryPorts, 'store'>,
  id: string,
): Promise<SignalTransmitter> {
  const transmitter = (await store.signalTransmitters()).find((one) => one.id === id)
  if (!transmitter) throw new CurfewError('not-found', 'There is no such transmitter. Nothing was changed.')
  return transmitter
}

function taken(): CurfewError {
  const detail = 'There is a transmitter of that name, or one with that issuer, already. Nothing was changed.'
  return new CurfewError('signal-name-taken', detail)
}
