import type { SessionPage } from '@curfew/contract'
import { allListed } from '@curfew/registry'
import { expect, test } from 'vitest'
import { aCurfew } from '../api.test-kit.ts'
import { withSealedCursors } from './sealed-cursors.ts'

async function aHouseOf(count: number) {
  const curfew = aCurfew()
  const { ask } = await curfew.browser()
  await curfew.register(...Array.from({ length: count }, (_, index) => ({ userId: `user-${index}` })))
  return { curfew, ask }
}

test('page by page everything comes once, and no cursor says where in the house its page ended', async () => {
  const { ask } = await aHouseOf(7)
  const found: string[] = []
  const path = '/api/sessions?limit=2&sort=userId&userId=startsWith:user-'
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = (await (await ask('GET', cursor === '' ? path : `${path}&cursor=${cursor}`)).json()) as SessionPage
    found.push(...page.items.map(({ userId }) => userId))
    cursor = page.nextCursor
    if (cursor !== null) expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toMatch(/user-|userId/)
  }

  expect(found).toEqual(Array.from({ length: 7 }, (_, index) => `user-${index}`))
})

test('each node reads what another one gave out; what was changed, or is another kind of list, is refused', async () => {
  const { curfew } = await aHouseOf(3)
  const [one, other] = [withSealedCursors(curfew.store), withSealedCursors(curfew.store)]
  const search = { scope: allListed, filters: [], now: curfew.ports.clock(), limit: 1 } as const
  const byUser = { ...search, sort: [{ field: 'userId', descending: false }] } as const
  const { nextCursor } = await one.page({ ...byUser, cursor: null })
  const cursor = String(nextCursor)

  expect((await other.page({ ...byUser, cursor })).items.map(({ userId }) => userId)).toEqual(
    (await curfew.store.page({ ...byUser, limit: 2, cursor: null })).items.slice(1).map(({ userId }) => userId),
  )
  const changed = cursor.slice(0, -2) + (cursor.endsWith('AA') ? 'BB' : 'AA')
  const refused = [
    other.page({ ...byUser, cursor: changed }),
    other.page({ ...byUser, cursor: 'AAAA' }),
    other.page({ ...byUser, cursor: 'not base64url!' }),
    other.page({ ...search, sort: [{ field: 'loggedOnAt', descending: false }], cursor }),
    other.closures(10, cursor),
  ]
  for (const { reason } of (await Promise.allSettled(refused)) as PromiseRejectedResult[])
    expect(reason).toMatchObject({ code: 'invalid-request' })
})
