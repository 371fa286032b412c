import { type Logoff, type LogoffChannel, type SourceStore, sourceOfRecipient } from '@curfew/registry'

/**
 * The channels as the rules take them, one for each way: where a demo brings one for a way that there is, sources that are
 * registered are told through the real one, and only the made-up ones through the demo's.
 */
export function madeUpLast(
  store: Pick<SourceStore, 'sourceById'>,
  real: readonly LogoffChannel[],
  madeUp: readonly LogoffChannel[],
): readonly LogoffChannel[] {
  const others = madeUp.filter(({ channel }) => !real.some((one) => one.channel === channel))
  const joined = real.map((one) => {
    const other = madeUp.find(({ channel }) => channel === one.channel)
    return other ? split(store, one, other) : one
  })
  return [...joined, ...others]
}

function split(store: Pick<SourceStore, 'sourceById'>, real: LogoffChannel, madeUp: LogoffChannel): LogoffChannel {
  return {
    ...real,
    async tell(logoffs) {
      const idOf = ({ delivery }: Logoff) => sourceOfRecipient(delivery.recipient).sourceId
      const sources = await Promise.all(Array.from(new Set(logoffs.map(idOf)), (id) => store.sourceById(id)))
      const registered = new Set(sources.flatMap((source) => source?.id ?? []))
      const isReal = logoffs.map((logoff) => registered.has(idOf(logoff)))
      const [told, pretended] = await Promise.all([
        real.tell(logoffs.filter((_, index) => isReal[index])),
        madeUp.tell(logoffs.filter((_, index) => !isReal[index])),
      ])
      const answers = { real: told.values(), madeUp: pretended.values() }
      return isReal.flatMap((isRealOne) => answers[isRealOne ? 'real' : 'madeUp'].next().value ?? [])
    },
    async cannotBeTold(sources) {
      // Each speaks only of those that it knows.
      const said = await Promise.all([real.cannotBeTold?.(sources), madeUp.cannotBeTold?.(sources)])
      return said.flatMap((some) => some ?? [])
    },
  }
}
