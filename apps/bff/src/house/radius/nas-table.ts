import { createSourceTable, type FindSource, type NasSource } from '@curfew/radius'
import type { Clock, KeptRadius, RegistryStore } from '@curfew/registry'

/** The NASes that may tell us of sessions, as they are registered now. */
export type NasTable = {
  readonly find: FindSource
  /** Look again what is registered. */
  refresh(): Promise<void>
}

export function createNasTable({
  store,
  clock,
}: {
  readonly store: Pick<RegistryStore, 'sources'>
  readonly clock: Clock
}): NasTable {
  let table: FindSource = () => undefined
  return {
    find: (address) => table(address),
    async refresh() {
      const sources = (await store.sources()).filter(({ radius }) => radius !== null)
      table = createSourceTable(
        sources.flatMap(({ id, radius, disabled }) => {
          if (!radius || disabled) return []
          const source = asNasSource(id, radius, clock)
          return radius.networks.map((network) => ({ network, source }))
        }),
      )
    },
  }
}

function asNasSource(id: string, radius: KeptRadius, clock: Clock): NasSource {
  const { secret, former, requiresMessageAuthenticator, nasKnownBy } = radius
  const current = [Buffer.from(secret)]
  const both = former ? [...current, Buffer.from(former.secret)] : current
  return {
    id,
    requiresMessageAuthenticator,
    nasKnownBy,
    /** Asked for with each packet: the one before it runs out on time. */
    get secrets() {
      return former && former.until > clock() ? both : current
    },
  }
}

/** The same store, which says when what is registered has changed. */
export function tellingOfSources<Store extends Pick<RegistryStore, 'createSource' | 'changeSource'>>(
  store: Store,
  onChange: () => Promise<void>,
): Store {
  return {
    ...store,
    async createSource(...words) {
      const outcome = await store.createSource(...words)
      await onChange()
      return outcome
    },
    async changeSource(...words) {
      const outcome = await store.changeSource(...words)
      await onChange()
      return outcome
    },
  }
}
