import type { DisconnectOrder, Disconnector } from '@curfew/radius'
import type { Logoff, LogoffChannel, Source, TellOutcome } from '@curfew/registry'
import { tellOutcomeOf } from './outcome.ts'

/** What accounting remembers of a session, as far as its NAS has to be told by it. */
export type AccountedSession = {
  /** As the NAS wrote it; see `identificationIn` of RADIUS. */
  readonly identification: string
  /** The address that its accounting came from last. */
  readonly sentFrom: string
  readonly clockOffsetSeconds: number | null
}

export type RadiusDisconnectOptions = {
  readonly disconnector: Pick<Disconnector, 'disconnect' | 'hurry'>
  readonly sourceById: (id: string) => Promise<Source | undefined>
  readonly accountedSession: (sessionId: string) => Promise<AccountedSession | undefined>
}

/** Half of them are on their way to a NAS while the others wait for their turn, so that it never runs out of them. */
const atOnce = 64

/** NASes are asked to end sessions by Disconnect-Request (RFC 5176); the recipient is their source, or one NAS of it. */
export function createRadiusDisconnectChannel(options: RadiusDisconnectOptions): LogoffChannel {
  const { disconnector, sourceById, accountedSession } = options

  const tellOne = async ({ session, delivery }: Logoff): Promise<TellOutcome> => {
    const source = await sourceById(session.sourceId)
    const accounted = await accountedSession(session.id)
    if (!source?.radius) return never('It is no registered NAS; there is no secret to ask it with.')
    if (source.radius.disconnectPort === null) return never(noPort)
    if (!accounted) return never('Its accounting is not remembered, so there is nothing to name the session by.')
    const order = orderFor(source.radius, source.radius.disconnectPort, accounted)
    return tellOutcomeOf(await disconnector.disconnect({ ...order, name: delivery.id }))
  }

  return {
    channel: 'radius-disconnect',
    atOnce,
    tell: (logoffs) => Promise.all(logoffs.map(tellOne)),
    hurry: (deliveryIds) => disconnector.hurry(deliveryIds),
    async cannotBeTold(sources) {
      const known = await Promise.all(sources.map(async (one) => ({ ...one, known: await sourceById(one.sourceId) })))
      return known
        .filter(({ known }) => known?.radius?.disconnectPort === null)
        .map(({ source, count }) => ({ recipient: source, sessions: count, cause: cannotBeAsked, since: null }))
    },
  }
}

function orderFor(
  radius: NonNullable<Source['radius']>,
  port: number,
  { identification, sentFrom, clockOffsetSeconds }: AccountedSession,
): DisconnectOrder {
  const { disconnectAddress, secret, identifiedBy, requiresMessageAuthenticator } = radius
  return {
    nas: {
      address: disconnectAddress ?? sentFrom,
      port,
      secret: new TextEncoder().encode(secret),
      ...(identifiedBy && { identifiedBy }),
      requiresMessageAuthenticator,
      clockOffsetSeconds,
    },
    identification,
  }
}

const noPort = 'It cannot be told from here: it has no disconnect port. The session is over when its NAS says so.'
const cannotBeAsked = 'It cannot be told from here; its sessions go on until they end there'

function never(cause: string): TellOutcome {
  return { to: 'unreachable', cause, isFinal: true }
}
