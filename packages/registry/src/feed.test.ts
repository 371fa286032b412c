import { radiusSettings } from '@curfew/contract'
import { expect, test } from 'vitest'
import { aRegistry } from './a-registry.test-kit.ts'
import { anActor } from './cast/index.ts'
import { createFeedReader } from './feed.ts'
import { createNas, createSource } from './sources.ts'

test('of sources that are told in another way than by the feed it has nothing to say before a closing', async () => {
  const { ports } = aRegistry()
  const { source: portal } = await createSource(
    ports,
    { name: 'portal', kinds: ['self-service-console'], via: null, toldBy: 'guard-feed', leaseMs: 5_000 },
    anActor(),
  )
  const { source: quiet } = await createSource(
    ports,
    { name: 'quiet', kinds: ['self-service-console'], via: null, toldBy: 'none', leaseMs: 5_000 },
    anActor(),
  )
  const radius = radiusSettings.parse({ networks: ['192.0.2.1'], secret: 'long enough' })
  const vpn = await createNas(ports, { name: 'vpn', radius }, anActor())

  const told = await createFeedReader(ports).told([portal.id, quiet.id, vpn.id])

  expect(Array.from(told, ([id, { isTold }]) => [id, isTold])).toEqual([
    [portal.id, true],
    [quiet.id, false],
  ])
})
