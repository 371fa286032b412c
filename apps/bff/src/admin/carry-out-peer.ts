import { CurfewError } from '@curfew/contract'
import { type Actor, changeSignalTransmitter, changeWebhook, listWebhooks, type RegistryPorts } from '@curfew/registry'
import type { PeerOrder } from './order.ts'
import { table } from './table.ts'

/**
 * Do what an operator asked for about webhooks and shared signals: what an incident needs. They are added and set up on their
 * pages, where secrets are shown once and to no shell's history.
 *
 * @returns lines for the terminal
 * @throws CurfewError a refusal
 */
export async function carryOutPeer(ports: RegistryPorts, order: PeerOrder, actor: Actor): Promise<string[]> {
  switch (order.act) {
    case 'list-webhooks':
      return webhooks(ports)
    case 'disable-webhook':
    case 'enable-webhook': {
      const disabled = order.act === 'disable-webhook'
      const all = await listWebhooks(ports)
      const { id, name } = named(
        all.map(({ webhook }) => webhook),
        order.name,
        'webhook',
      )
      await changeWebhook(ports, id, { disabled }, actor)
      return [
        disabled ? `Disabled ${name}. Nothing is kept for it meanwhile.` : `Enabled ${name}. It is told from now on.`,
      ]
    }
    case 'list-signals':
      return signals(ports)
    case 'distrust-transmitter':
    case 'trust-transmitter': {
      const disabled = order.act === 'distrust-transmitter'
      const { id, name } = named(await ports.store.signalTransmitters(), order.name, 'transmitter')
      await changeSignalTransmitter(ports, id, { disabled }, actor)
      return [disabled ? `${name} is not trusted any more: its signals are refused.` : `${name} is trusted again.`]
    }
  }
}

function named<Peer extends { readonly name: string }>(peers: readonly Peer[], name: string, what: string): Peer {
  const peer = peers.find((one) => one.name === name.normalize('NFC'))
  if (peer) return peer
  throw new CurfewError('not-found', `There is no ${what} "${name}". Names are case sensitive. Nothing was changed.`)
}

/** The address without its path, which may be a secret. */
async function webhooks(ports: RegistryPorts): Promise<string[]> {
  const all = await listWebhooks(ports)
  if (all.length === 0) return ['There is no webhook yet. Add one on the page Webhooks.']
  return table(
    ['NAME', 'TO', 'STATE', 'LAST ACCEPTED'],
    all.map(({ webhook: { name, url, disabled, failures, lastAcceptedAt } }) => [
      name,
      new URL(url).host,
      disabled ? `disabled (${disabled.reason})` : failures > 0 ? `failing (${failures} in a row)` : 'enabled',
      lastAcceptedAt?.toISOString() ?? 'never',
    ]),
  )
}

async function signals({ store }: RegistryPorts): Promise<string[]> {
  const [receivers, transmitters] = [await store.signalReceivers(), await store.signalTransmitters()]
  if (receivers.length + transmitters.length === 0)
    return ['Nobody is told by shared signals, and no transmitter is trusted.']
  return table(
    ['NAME', 'WHAT', 'STATE'],
    [
      ...receivers.map(({ name, status }) => [name, 'receiver', status]),
      ...transmitters.map(({ name, disabled }) => [name, 'transmitter', disabled ? 'not trusted' : 'trusted']),
    ],
  )
}
