import { createRadiusDisconnectChannel } from '@curfew/logoff/radius-disconnect'
import { createDisconnector } from '@curfew/radius'
import type { LogoffChannel, RegistryPorts } from '@curfew/registry'

export type Disconnects = {
  readonly channel: LogoffChannel
  /** What is under way is told as unreachable: call it once nothing of that is stored any more. */
  stop(): Promise<void>
}

/** How NASes are told: over sockets of this process, by what accounting remembers of their sessions. */
export function createDisconnects(
  store: Pick<RegistryPorts['store'], 'sourceById' | 'radiusOfSessions'>,
  { clock, onError }: { readonly clock: () => Date; readonly onError: (error: unknown) => void },
): Disconnects {
  const disconnector = createDisconnector({ clock, onError })
  const channel = createRadiusDisconnectChannel({
    disconnector,
    sourceById: (id) => store.sourceById(id),
    accountedSession: async (id) => (await store.radiusOfSessions([id])).get(id),
  })
  return { channel, stop: () => disconnector.stop() }
}
