import {
  type AccountingEvent,
  createAccountingListener,
  createDisconnector,
  createSourceTable,
  identificationIn,
  isNasEvent,
} from '@curfew/radius'
import { onTestFinished } from 'vitest'
import type { Knobs } from './knobs.ts'
import { createNas } from './nas.ts'

const secret = Buffer.from('shared-with-the-nas')

/**
 * A NAS on loopback, and the real listener and disconnector of Curfew on the other side. An attempt is over after a second.
 *
 * @param committed what is done with accounting before it is answered; rejecting leaves it unanswered
 */
export async function aNas(
  knobs: Partial<Knobs> = {},
  committed: (events: readonly AccountingEvent[]) => Promise<void> = async () => {},
) {
  const events: AccountingEvent[] = []
  const source = {
    id: 'vpn',
    secrets: [secret],
    requiresMessageAuthenticator: false,
    nasKnownBy: 'attributes',
  } as const
  const listener = await createAccountingListener({
    sockets: [{ address: '127.0.0.1', port: 0 }],
    sources: createSourceTable([{ network: '127.0.0.1', source }]),
    commit: async (batch) => {
      await committed(batch)
      events.push(...batch)
    },
  })
  onTestFinished(() => listener.stop())
  const [accounting = { address: '127.0.0.1', port: 0 }] = listener.addresses
  const nas = await createNas({
    identifier: 'vpn-2',
    address: '127.0.0.1',
    secret,
    accounting,
    disconnectPort: 0,
    knobs: { interimSeconds: 0, ...knobs },
  })
  onTestFinished(() => nas.close())
  const disconnector = createDisconnector({
    bind: { ipv4: '127.0.0.1' },
    retransmission: { firstWaitMs: 200, giveUpAfterMs: 1_000 },
  })
  onTestFinished(() => disconnector.stop())

  return {
    nas,
    listener,
    disconnector,
    events,
    /** What accounting said of that session, in the order in which it came; what a busy machine made it send again counts once. */
    said: (acctSessionId: string) =>
      events
        .flatMap((event) => (!isNasEvent(event) && event.acctSessionId === acctSessionId ? [event.kind] : []))
        .filter((kind, at, all) => kind !== all[at - 1]),
    /** Ask the NAS to end what its accounting has named so. */
    disconnect: (acctSessionId: string) => {
      const event = events.find((one) => !isNasEvent(one) && one.acctSessionId === acctSessionId)
      if (event === undefined || isNasEvent(event)) throw new Error('Accounting said nothing of that session')
      const to = { address: '127.0.0.1', port: nas.disconnectPort ?? 0, secret }
      return disconnector.disconnect({ nas: to, identification: identificationIn(event.attributes) })
    },
  }
}
