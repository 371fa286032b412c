import { type DeliveryStore, speedOf } from '@curfew/registry'
import type { Tables } from './tables.ts'

const targetName = 'speed-target-seconds'

/** How fast closures were told, and the target for it. */
export function speedStore(tables: Tables): Pick<DeliveryStore, 'speed' | 'speedTarget' | 'setSpeedTarget'> {
  return {
    async speed(from, targetMs) {
      const timed = Array.from(tables.deliveries.values())
        .filter(({ closureId, storedAt }) => closureId !== null && storedAt >= from)
        .sort((one, other) => other.storedAt.getTime() - one.storedAt.getTime())
        .flatMap((delivery) => {
          const session = tables.sessions.get(delivery.sessionId)
          return session ? [{ ...delivery, kind: session.kind, source: session.source }] : []
        })
      return speedOf(timed, targetMs)
    },
    async speedTarget() {
      const kept = tables.settings.get(targetName)
      return kept === undefined ? null : Number(kept)
    },
    async setSpeedTarget(seconds, audit) {
      tables.settings.set(targetName, String(seconds))
      tables.audit.set(audit.id, audit)
    },
  }
}
