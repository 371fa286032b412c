import { backChannelSettings, sessionKinds } from '@curfew/contract'
import { type LogoffChannel, type RegistryPorts, registerSessions, type TellOutcome } from '@curfew/registry'
import { aNewSession, aSignalReceiver, aSignalTransmitter, aSource, personAt } from '@curfew/registry/cast'
import type { Pause } from './mock-api.ts'
import { furnishWebhooks } from './webhooks.ts'

type Ports = RegistryPorts

/** What a made-up relying party does, by how its host begins; every other one says yes and proves nothing. */
const manners: Readonly<Record<string, TellOutcome>> = {
  proves: { to: 'verified' },
  keeps: {
    to: 'refused',
    cause: 'It accepted the logoff, and says at its probe URL that the session goes on.',
  },
  broken: { to: 'refused', cause: 'It answered 400 (invalid_request).' },
  down: { to: 'unreachable', cause: 'down.example:443 cannot be reached (ECONNREFUSED).' },
}
const names = ['shop', ...Object.keys(manners)]

/** Relying parties are as made up as their users: nothing is signed, and nothing is posted. */
export function madeUpRelyingParties({ store }: Pick<Ports, 'store'>, pause: Pause): LogoffChannel {
  return {
    channel: 'back-channel',
    async tell(logoffs) {
      await pause(300)
      return Promise.all(
        logoffs.map(async ({ delivery }): Promise<TellOutcome> => {
          const uri = (await store.sourceById(delivery.recipient))?.backChannel?.uri ?? 'https://nowhere.example'
          const [manner = ''] = new URL(uri).host.split('.')
          // An answer to a logout token proves no end.
          return manners[manner] ?? { to: 'acknowledged' }
        }),
      )
    },
  }
}

/** A relying party of each manner with its users, a receiver and a transmitter of signals that fail, and two webhooks. */
export async function furnishPeers(ports: Ports): Promise<void> {
  const { store, clock, newId } = ports
  const now = clock()
  const audit = () => ({ id: newId(), at: now, actor: null, act: 'made-up', target: '', detail: {} })
  for (const name of names) {
    const uri = `https://${name}.example/backchannel-logout`
    const backChannel = backChannelSettings.parse({ uri, audience: name, issuer: 'https://op.example' })
    const kinds = sessionKinds.filter((kind) => kind === 'self-service-console')
    await store.createSource(
      aSource({ id: name, name, kinds, channel: 'back-channel', leaseMs: 0, longestLeaseMs: 0, backChannel, keys: [] }),
      audit(),
    )
  }
  await registerSessions(
    ports,
    names.flatMap((name) =>
      [0, 1, 2].map((turn) =>
        aNewSession({
          ...personAt(turn),
          userId: `sso.${personAt(turn).userId}`,
          kind: 'self-service-console',
          source: name,
          sourceId: name,
          handle: `${name}-${turn}`,
          loggedOnAt: new Date(now.getTime() - (turn + 1) * 600_000),
        }),
      ),
    ),
  )
  const delivery = { method: 'push', endpointUrl: 'https://siem.example/400', authorizationHeader: null } as const
  const stream = { id: newId(), delivery, eventsRequested: [], description: null, createdAt: now }
  await store.createSignalReceiver(aSignalReceiver({ id: newId(), name: 'siem', stream }), audit())
  const idp = aSignalTransmitter({
    id: newId(),
    name: 'identity provider',
    settings: { issuer: 'https://idp.example' },
  })
  await store.createSignalTransmitter(idp, audit())
  const description = 'Its signature is not that of a key at its JWKS address.'
  await store.noteSignalTransmitter(idp.id, { lastRefusal: { at: now, err: 'authentication_failed', description } })
  await furnishWebhooks(ports)
}
