import { radiusSettings } from '@curfew/contract'
import { createRadiusDisconnectChannel } from '@curfew/logoff/radius-disconnect'
import { acknowledged, type DisconnectOutcome, refused, unreachable } from '@curfew/radius/disconnect-outcome'
import { errorCauseOf } from '@curfew/radius/error-cause'
import { likelyCauses } from '@curfew/radius/likely-causes'
import type { LogoffChannel, RegistryPorts, Source } from '@curfew/registry'
import type { Pause } from './mock-api.ts'
import { nasAddresses, speakOf } from './pretended-accounting.ts'
import type { Mishap } from './scenarios.ts'

/** What a pretended NAS says when it is asked to end a session. A number: NAK, with that Error-Cause. */
type Manner = 'ends' | 'stays' | 'silent' | 'deaf' | number
type PretendedNas = { readonly name: string; readonly address: string; readonly manner: Manner }

type Name = keyof typeof nasAddresses

const manners: Readonly<Partial<Record<Mishap['kind'], Readonly<Record<Name, Manner>>>>> = {
  'recipients-unreachable': { 'vpn-1': 'ends', 'vpn-2': 'silent', 'vpn-3': 'ends', 'wlan-hq': 'silent' },
  'nases-refuse': { 'vpn-1': 501, 'vpn-2': 503, 'vpn-3': 'stays', 'wlan-hq': 'deaf' },
}

/** The NASes that the cast's users come through. */
export function pretendedNases({ kind }: Mishap): readonly PretendedNas[] {
  const names = Object.keys(nasAddresses).filter((name): name is Name => Object.hasOwn(nasAddresses, name))
  return names.map((name) => ({ name, address: nasAddresses[name], manner: manners[kind]?.[name] ?? 'ends' }))
}

/** The same as they are registered. */
export function nasSources(mishap: Mishap, now: Date): readonly Source[] {
  return pretendedNases(mishap).map(({ name, address, manner }) => ({
    id: name,
    name,
    kinds: ['radius'],
    via: null,
    channel: 'radius-disconnect',
    leaseMs: 0,
    longestLeaseMs: 0,
    disabled: false,
    createdAt: new Date(now.getTime() - 90 * 86_400_000),
    lastSeenAt: now,
    keys: [],
    backChannel: null,
    openIdProvider: null,
    radius: {
      ...radiusSettings.parse({
        networks: [address],
        secret: 'no secret at all',
        disconnectPort: manner === 'deaf' ? null : 3799,
      }),
      secretChangedAt: now,
      former: null,
    },
  }))
}

type Ports = Pick<RegistryPorts, 'store' | 'changes' | 'clock' | 'newId'>

/**
 * The real channel, which asks pretended NASes. One that ends a session says so by accounting a moment later; one that stays
 * has only said that it did, and accounts for it on.
 *
 * @param since when the silent ones were heard of last
 */
export function pretendedNasChannel(
  ports: Ports,
  { mishap, pause, since }: { readonly mishap: Mishap; readonly pause: Pause; readonly since: Date },
): LogoffChannel {
  const nases = pretendedNases(mishap)
  const byName = new Map(nases.map((nas) => [nas.name, nas]))
  const byAddress = new Map(nases.map((nas) => [nas.address, nas]))

  const speak = async (sessionId: string, says: 'stop' | 'goes-on') => {
    await pause(says === 'stop' ? 500 : 1_500)
    await speakOf(ports, sessionId, says)
  }
  const channel = createRadiusDisconnectChannel({
    sourceById: (id) => ports.store.sourceById(id),
    // What names the session to a pretended NAS is its id.
    accountedSession: async (id) => {
      const session = await ports.store.sessionById(id)
      const sentFrom = byName.get(session?.source ?? '')?.address
      return sentFrom === undefined ? undefined : { identification: id, sentFrom, clockOffsetSeconds: null }
    },
    disconnector: {
      // None of them waits longer than it takes to answer.
      hurry: () => {},
      async disconnect({ nas, identification }) {
        const manner = byAddress.get(nas.address)?.manner ?? 'ends'
        const firstSentAt = ports.clock()
        await pause(300)
        const says = manner === 'ends' ? 'stop' : 'goes-on'
        if (manner === 'ends' || manner === 'stays') void speak(identification, says).catch(() => {})
        return outcomeOf(manner, { firstSentAt, answeredAt: ports.clock(), port: nas.port })
      },
    },
  })
  return {
    ...channel,
    async cannotBeTold(sources) {
      const silent = sources.filter(({ source }) => byName.get(source)?.manner === 'silent')
      return [
        ...((await channel.cannotBeTold?.(sources)) ?? []),
        ...silent.map(({ source, count }) => ({ recipient: source, sessions: count, cause: noAnswer, since })),
      ]
    },
  }
}

const noAnswer = 'It has not answered'

function outcomeOf(
  manner: Manner,
  { port, ...times }: { readonly firstSentAt: Date; readonly answeredAt: Date; readonly port: number },
): DisconnectOutcome {
  const answered = { ...times, transmissions: 1 }
  if (typeof manner === 'number') return refused(answered, errorCauseOf(manner))
  if (manner !== 'silent') return acknowledged(answered, null)
  const evidence = { port, strays: new Map(), sendFailure: null, clockOffsetSeconds: null }
  return unreachable({ ...answered, answeredAt: null, transmissions: 6 }, likelyCauses(evidence))
}
