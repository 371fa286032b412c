import { createMemoryStore } from '@curfew/store/memory'
import { expect, test } from 'vitest'
import { furnish } from '../house/ports.ts'
import { createLog } from '../log.ts'
import { carryOut } from './carry-out.ts'
import type { Order } from './order.ts'
import { readWords } from './words.ts'

function aHouse() {
  const { ports } = furnish(createMemoryStore(), createLog('silent'))
  const cut: string[] = []
  const feeds = { ...ports.feeds, cut: (sourceId: string) => void cut.push(sourceId) }
  const give = (order: Order) => carryOut({ ...ports, feeds }, order)
  return { give, cut, store: ports.store }
}

const portal: Order = {
  act: 'create-source',
  name: 'portal',
  kinds: ['self-service-console'],
  via: null,
  toldBy: 'guard-feed',
  leaseMs: 5_000,
}

test('a source is created, its key is shown this once, and the audit says that it was done at the shell', async () => {
  const { give, store } = aHouse()

  const { done, lines } = await give(portal)
  const again = await give(portal)
  const list = await give({ act: 'list-sources' })

  expect(done).toBe(true)
  expect(lines.join('\n')).toMatch(
    /^Created portal \(self-service-console\)\.\nKey: cfk_[\w-]{43}\nIt is shown only now/,
  )
  expect(again).toEqual({ done: false, lines: ['There is a source "portal" already. Nothing was changed.'] })
  expect(list.lines).toEqual([
    'NAME    KINDS                 TOLD BY     STATE    SESSIONS  LAST SEEN',
    'portal  self-service-console  guard-feed  enabled  0         never',
  ])
  expect(await store.sources()).toHaveLength(1)
})

test('a key that is replaced at once, and a source that is disabled, cut the guards that listen', async () => {
  const { give, cut, store } = aHouse()
  await give(portal)
  const [source] = await store.sources()

  const overlapping = await give({ act: 'rotate-source-key', name: 'portal', overlapSeconds: 3_600 })
  const replacing = await give({ act: 'rotate-source-key', name: 'portal', overlapSeconds: 0 })
  await give({ act: 'disable-source', name: 'portal' })
  const disabled = (await store.sources())[0]?.disabled
  await give({ act: 'enable-source', name: 'portal' })

  expect(overlapping.lines[0]).toBe('New key for portal. The keys before it go on for 3600 seconds at the most.')
  expect(replacing.lines[0]).toBe('New key for portal. The keys before it open nothing any more.')
  expect(cut).toEqual([source?.id, source?.id])
  expect([disabled, (await store.sources())[0]?.disabled]).toEqual([true, false])
  expect((await store.sources())[0]?.keys).toHaveLength(1)
})

test('what there is not cannot be changed', async () => {
  const { give } = aHouse()

  expect(await give({ act: 'disable-source', name: 'Portal' })).toEqual({
    done: false,
    lines: ['There is no source "Portal". Names are case sensitive. Nothing was changed.'],
  })
  expect((await give({ act: 'list-sources' })).lines).toEqual([
    'There is no source yet. Register one with create-source.',
  ])
})

test('a NAS is created with its secret, or with one that is made and shown this once', async () => {
  const { give, store } = aHouse()
  const read = readWords(['create-nas', 'vpn-1', '--networks', '10.1.2.3,2001:db8::/48'])
  if (read.kind !== 'order' || read.order.act !== 'create-nas') return expect.fail('it is understood')
  const { radius } = read.order

  const made = await give(read.order)
  const again = await give({ ...read.order, name: 'vpn-2' })
  const given = await give({
    ...read.order,
    name: 'vpn-3',
    radius: { ...radius, networks: ['10.1.2.4'], disconnectPort: null, secret: 'a secret of ours' },
  })

  const kept = (await store.sources()).map((source) => source.radius?.secret)
  expect(made.lines.slice(0, 2)).toEqual([
    'Created vpn-1 (10.1.2.3, 2001:db8::/48), told at port 3799.',
    `Secret: ${kept[0]}`,
  ])
  expect(kept[0]).toMatch(/^[\w-]{43}$/)
  expect(again).toMatchObject({ done: false, lines: [expect.stringContaining('The NAS "vpn-1" has 10.1.2.3')] })
  expect(given.lines).toEqual(['Created vpn-3 (10.1.2.4), which cannot be told from here.'])
  expect(kept[1]).toBe('a secret of ours')
})
