import {
  allListed,
  type Heard,
  keepAccounting,
  type RadiusRecord,
  type RegistryPorts,
  type Session,
  stepOf,
} from '@curfew/registry'
import { chanceFrom } from '@curfew/registry/cast'

type Ports = Pick<RegistryPorts, 'store' | 'changes' | 'clock' | 'newId'>
type Told = Pick<Session, 'id' | 'handle' | 'userId' | 'clientAddress' | 'source' | 'loggedOnAt'>

/** The cast's users come through these. */
export const nasAddresses = {
  'vpn-1': '192.0.2.1',
  'vpn-2': '192.0.2.2',
  'vpn-3': '192.0.2.3',
  'wlan-hq': '192.0.2.4',
} as const

const minuteMs = 60_000
/** So many of a hundred were not spoken of lately. */
const stale = 6

/** What a pretended NAS told of a session so far; the same each time. */
export function accountingOf({ id, handle, userId, clientAddress, source, loggedOnAt }: Told, now: Date): RadiusRecord {
  const chance = chanceFrom(Number.parseInt(id.replaceAll('-', '').slice(-8), 16))
  const isStale = chance() * 100 < stale
  const silentMs = (isStale ? 16 + chance() * 40 : chance() * 5) * minuteMs
  const lastHeardAt = new Date(Math.max(loggedOnAt.getTime(), now.getTime() - silentMs))
  const octets = Math.floor(chance() ** 3 * 6e9)
  const sessionSeconds = Math.round((lastHeardAt.getTime() - loggedOnAt.getTime()) / 1000)
  const isWireless = source.startsWith('wlan')
  return {
    nasKey: isWireless ? `${source}-ap-${1 + Math.floor(chance() * 12)}` : source,
    sentFrom: Object.entries(nasAddresses).find(([name]) => name === source)?.[1] ?? '192.0.2.9',
    acctSessionId: handle,
    began: { at: loggedOnAt, isExact: true },
    end: null,
    lastHeardAt,
    lastHappenedAt: lastHeardAt,
    stillOnlineAt: null,
    clockOffsetSeconds: 0,
    counters: {
      sessionSeconds,
      inputOctets: Math.floor(octets / 9),
      outputOctets: octets,
      inputPackets: Math.floor(octets / 2_100),
      outputPackets: Math.floor(octets / 1_050),
    },
    facts: {
      userName: userId,
      multiSessionId: isWireless ? `${handle}-roaming` : null,
      callingStationId: isWireless ? macFrom(chance) : clientAddress,
      calledStationId: isWireless ? `${macFrom(chance)}:staff` : null,
      framedIpAddress: clientAddress.includes(':') ? null : clientAddress,
      framedIpv6Address: clientAddress.includes(':') ? clientAddress : null,
      framedIpv6Prefix: null,
      framedInterfaceId: null,
      delegatedIpv6Prefix: null,
      nasPort: Math.floor(chance() * 4_096),
      nasPortId: null,
      nasPortType: isWireless ? 'Wireless - IEEE 802.11' : 'Virtual',
      class: 'staff',
      connectInfo: isWireless ? 'CONNECT 866 Mbps 802.11ax' : null,
    },
    identification: id,
  }
}

function macFrom(chance: () => number): string {
  return Array.from({ length: 6 }, () =>
    Math.floor(chance() * 256)
      .toString(16)
      .padStart(2, '0')
      .toUpperCase(),
  ).join('-')
}

/** What accounting told of these sessions before anybody looked. */
export async function rememberAccounting(
  store: Pick<RegistryPorts['store'], 'keepAccounting'>,
  sessions: readonly Told[],
  now: Date,
): Promise<void> {
  const steps = sessions.map((session) => ({
    sessionId: session.id,
    begins: null,
    radius: accountingOf(session, now),
    isMoreTold: true,
    shown: null,
    endsAt: null,
  }))
  await store.keepAccounting({ at: now, steps, restarts: [] })
}

/** NASes speak of their sessions every few minutes; of a few they have stopped to, and those stay stale. */
export async function sendInterims(
  store: Pick<RegistryPorts['store'], 'page' | 'radiusOfSessions' | 'keepAccounting'>,
  now: Date,
): Promise<void> {
  const filters = [{ field: 'kind', operator: 'equals', value: 'radius' }] as const
  const sort = [{ field: 'lastActivityAt', descending: false }] as const
  const { items } = await store.page({ scope: allListed, filters, sort, now, limit: 100, cursor: null })
  const due = items.filter(({ status, lastActivityAt }) => {
    const silentMs = now.getTime() - lastActivityAt.getTime()
    return status === 'active' && silentMs > 4 * minuteMs && silentMs < 15 * minuteMs
  })
  const records = await store.radiusOfSessions(due.map(({ id }) => id))
  const steps = due.map((session) => {
    const radius = records.get(session.id) ?? accountingOf(session, now)
    const heard = { ...radius, lastHeardAt: now, lastHappenedAt: now }
    return { sessionId: session.id, begins: null, radius: heard, isMoreTold: true, shown: null, endsAt: null }
  })
  if (steps.length > 0) await store.keepAccounting({ at: now, steps, restarts: [] })
}

/** The NAS of a closed session speaks of it: it stopped, or it goes on all the same. */
export async function speakOf(ports: Ports, sessionId: string, says: 'stop' | 'goes-on'): Promise<void> {
  const { store, clock } = ports
  const session = await store.sessionById(sessionId)
  const source = session && (await store.sourceById(session.sourceId))
  if (!source) return
  const { size: remembered } = await store.radiusOfSessions([sessionId])
  if (remembered === 0) await rememberAccounting(store, [session], clock())
  const { sessions } = await store.knownToAccounting([session], [])
  const [known] = sessions
  if (!known) return
  const now = clock()
  const before = { ...known.radius, lastHeardAt: now, lastHappenedAt: now }
  const heard: Heard = {
    source,
    handle: session.handle,
    known,
    radius:
      says === 'stop' ? { ...before, end: { at: now, by: 'stop', terminateCause } } : { ...before, stillOnlineAt: now },
    is: says === 'stop' ? 'over' : 'still-online',
  }
  await keepAccounting(ports, [{ ...stepOf(ports, heard), heard }], [])
}

const terminateCause = { code: 6, name: 'Admin-Reset', words: 'An administrator reset the session or its port.' }
