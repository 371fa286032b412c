import { CurfewError } from '@curfew/contract'
import {
  type Actor,
  changeSource,
  createNas,
  createSource,
  type GuardFeeds,
  listSources,
  newCredential,
  type RegistryPorts,
  rotateSigningKeys,
  rotateSourceKey,
  type Source,
  type SourceReport,
} from '@curfew/registry'
import type { SourceOrder } from './order.ts'
import { table } from './table.ts'

type Ports = RegistryPorts & { readonly feeds: GuardFeeds }

/** Do what an operator asked for about sources. @returns lines for the terminal @throws CurfewError a refusal */
export async function carryOutSource(ports: Ports, order: SourceOrder, actor: Actor): Promise<string[]> {
  switch (order.act) {
    case 'list-sources':
      return listed(await listSources(ports))
    case 'create-source': {
      const { act: _, ...wanted } = order
      const { source, key } = await createSource(ports, wanted, actor)
      return [`Created ${source.name} (${source.kinds.join(', ')}).`, ...shownOnce(key)]
    }
    case 'create-nas': {
      const { name, radius } = order
      const secret = radius.secret ?? newCredential()
      const nas = await createNas(ports, { name, radius: { ...radius, secret } }, actor)
      const port = nas.radius?.disconnectPort ?? null
      return [
        `Created ${nas.name} (${nas.radius?.networks.join(', ')}), ${port === null ? 'which cannot be told from here' : `told at port ${port}`}.`,
        ...(radius.secret === undefined ? secretShownOnce(secret) : []),
      ]
    }
    case 'change-back-channel': {
      const { id } = await byName(ports, order.name)
      const { name, backChannel } = await changeSource(ports, id, { backChannel: order.backChannel }, actor)
      return [`${name} is told at ${backChannel?.uri}.`]
    }
    case 'rotate-signing-keys': {
      const keys = await rotateSigningKeys(ports, order.overlapSeconds, actor)
      if (keys.length === 0) return ['There is no signing key yet: the first is made when a source needs one.']
      return table(
        ['KEY', 'ALGORITHM', 'SIGNS FROM', 'PUBLISHED UNTIL'],
        keys.map(({ id, algorithm, signsFrom, publishedUntil }) => [
          id,
          algorithm,
          signsFrom.toISOString(),
          publishedUntil?.toISOString() ?? 'it is replaced',
        ]),
      )
    }
    case 'rotate-source-key': {
      const { id, name } = await byName(ports, order.name)
      const { key } = await rotateSourceKey(ports, id, order.overlapSeconds, actor)
      if (order.overlapSeconds === 0) ports.feeds.cut(id)
      return [`New key for ${name}. ${sentenceOf(order.overlapSeconds)}`, ...shownOnce(key)]
    }
    case 'disable-source': {
      const { id, name } = await byName(ports, order.name)
      await changeSource(ports, id, { disabled: true }, actor)
      ports.feeds.cut(id)
      return [`Disabled ${name}. Its keys open nothing; its sessions go on until they end.`]
    }
    case 'enable-source': {
      const { id, name } = await byName(ports, order.name)
      await changeSource(ports, id, { disabled: false }, actor)
      return [`Enabled ${name}.`]
    }
  }
}

async function byName({ store }: Ports, name: string): Promise<Source> {
  const source = (await store.sources()).find((one) => one.name === name.normalize('NFC'))
  if (source) return source
  throw new CurfewError('not-found', `There is no source "${name}". Names are case sensitive. Nothing was changed.`)
}

const shownOnce = (key: string) => [
  `Key: ${key}`,
  'It is shown only now. Keep it out of programs and of shell histories.',
]

const secretShownOnce = (secret: string) => [
  `Secret: ${secret}`,
  'It is shown only now. Give it to the NAS, for accounting and for Disconnect-Requests.',
]

const sentenceOf = (overlapSeconds: number) =>
  overlapSeconds === 0
    ? 'The keys before it open nothing any more.'
    : `The keys before it go on for ${overlapSeconds} seconds at the most.`

function listed(reports: readonly SourceReport[]): string[] {
  if (reports.length === 0) return ['There is no source yet. Register one with create-source.']
  return table(
    ['NAME', 'KINDS', 'TOLD BY', 'STATE', 'SESSIONS', 'LAST SEEN'],
    reports.map(({ source, counts }) => [
      source.name,
      source.kinds.join(','),
      source.channel ?? 'none',
      source.disabled ? 'disabled' : 'enabled',
      String(counts.openSessions),
      source.lastSeenAt?.toISOString() ?? 'never',
    ]),
  )
}
