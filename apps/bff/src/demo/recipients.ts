import type { LogoffChannel, RegistryPorts, TellOutcome } from '@curfew/registry'
import { between, pause } from './pause.ts'

/** Recipients as their operators know them: one is down, one refuses now and then, the others answer. */
const downSource = 'vpn-2'
const downCause = 'No answer to three Disconnect-Requests.'
const refusalCause = 'Disconnect-NAK, Error-Cause 503: Session-Context-Not-Found'
const refusedPart = 0.02
const batchSize = 1_000

type Proof = {
  readonly deliveryId: string
  readonly sessionId: string
  readonly isRadius: boolean
  readonly dueMs: number
}

export type Recipients = {
  readonly channels: readonly LogoffChannel[]
  /** Report what was told as verified a little later, until the signal; then reject with its reason. */
  follow(ports: RegistryPorts, signal: AbortSignal): Promise<void>
}

/**
 * The systems that made-up sessions live in. Nothing real stands behind them: they answer after a plausible while, and prove
 * the end a little later.
 */
export function simulateRecipients(random: () => number): Recipients {
  const unproved: Proof[] = []
  const downSince = new Date()

  const tellOne = (deliveryId: string, sessionId: string, recipient: string, isRadius: boolean): TellOutcome => {
    if (recipient === downSource) return { to: 'unreachable', cause: downCause }
    if (isRadius && random() < refusedPart) return { to: 'refused', cause: refusalCause }
    unproved.push({ deliveryId, sessionId, isRadius, dueMs: Date.now() + between(200, 3_000, random) })
    return { to: 'acknowledged' }
  }
  const channel = (name: LogoffChannel['channel']): LogoffChannel => ({
    channel: name,
    async tell(logoffs) {
      await pause(between(5, 120, random), new AbortController().signal)
      return logoffs.map(({ delivery, session }) =>
        tellOne(delivery.id, session.id, delivery.recipient, name === 'radius-disconnect'),
      )
    },
    cannotBeTold: async (sources) =>
      sources
        .filter(({ sourceId }) => name === 'radius-disconnect' && sourceId === downSource)
        .map(({ source, count }) => ({ recipient: source, sessions: count, cause: downCause, since: downSince })),
  })

  return {
    channels: [channel('guard-feed'), channel('radius-disconnect')],
    async follow(ports, signal) {
      for (;;) {
        await pause(250, signal)
        const now = Date.now()
        const waiting = unproved.splice(0)
        unproved.push(...waiting.filter(({ dueMs }) => dueMs > now))
        const due = waiting.filter(({ dueMs }) => dueMs <= now)
        for (let begin = 0; begin < due.length; begin += batchSize)
          await prove(ports, due.slice(begin, begin + batchSize))
      }
    },
  }
}

async function prove(ports: RegistryPorts, proofs: readonly Proof[]) {
  const at = ports.clock()
  const advanced = await ports.store.advanceDeliveries(
    proofs.map(({ deliveryId }) => ({ deliveryId, to: 'verified', at })),
  )
  await ports.store.confirmClosed(proofs.filter(({ isRadius }) => isRadius).map(({ sessionId }) => sessionId))
  ports.changes.announce({ closureIds: Array.from(new Set(advanced.flatMap(({ closureId }) => closureId ?? []))) })
}
