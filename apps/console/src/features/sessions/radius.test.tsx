import { type SessionDetail, type SessionPage, sessionDetail, sessionPage } from '@curfew/contract'
import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { firstRows, idOf, openSessions, rows } from './sessions-page.test-kit.tsx'

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const panel = async () => within(await screen.findByRole('complementary', { name: 'Session' }))
type Detail = NonNullable<SessionDetail['radius']>

/** The grid with the sessions of one NAS, and what the api says of them changed on its way. */
async function openNas(
  change: { row?: Partial<SessionPage['items'][number]>; radius?: Partial<Detail> } = {},
  address = '?source=equals:wlan-hq',
) {
  const { mock, ...page } = await openSessions({
    address,
    instead: async (request) => {
      const { pathname, searchParams } = new URL(request.url)
      if (pathname === '/api/sessions' && searchParams.get('limit') === '100') {
        const { items, ...rest } = sessionPage.parse(await (await mock.fetch(request)).json())
        return Response.json({
          ...rest,
          items: items.map((item, at) => (at === 0 ? { ...item, ...change.row } : item)),
        })
      }
      if (!/^\/api\/sessions\/[0-9a-f-]{36}$/.test(pathname)) return undefined
      const detail = sessionDetail.parse(await (await mock.fetch(request)).json())
      return Response.json({
        ...detail,
        session: { ...detail.session, ...change.row },
        radius: detail.radius && { ...detail.radius, ...change.radius },
      })
    },
  })
  await firstRows()
  return page
}

const factOf = (shown: Awaited<ReturnType<typeof panel>>, name: string) =>
  shown.queryByText(name, { selector: 'dt' })?.nextElementSibling?.textContent

test('the detail of a session behind a NAS says all that its NAS told, with units, and leaves out what it did not', async () => {
  const { user } = await openNas({
    radius: {
      nas: 'ap-7',
      sentFrom: '192.0.2.4',
      acctSessionId: 'a/b+c=:d@e',
      multiSessionId: '0A-1B/7',
      inputOctets: 6_012_345_678,
      inputPackets: 1,
      outputOctets: 999,
      outputPackets: 2_000,
      sessionSeconds: 3 * 3600 + 5 * 60,
      beganExactly: false,
      clockOffsetSeconds: -12,
      framedIpv6Prefix: null,
      lastHeardAt: minutesAgo(4),
    },
  })
  await user.keyboard('j{Enter}')
  const shown = await panel()
  await shown.findByText('RADIUS accounting')

  expect(factOf(shown, 'NAS')).toBe('ap-7, from 192.0.2.4')
  expect(factOf(shown, 'Acct-Session-Id')).toBe('a/b+c=:d@e')
  expect(factOf(shown, 'Acct-Multi-Session-Id')).toBe('0A-1B/7')
  expect(factOf(shown, 'From the user')).toBe('6.01 GB in 1 packet')
  expect(factOf(shown, 'To the user')).toBe('999 bytes in 2,000 packets')
  expect(factOf(shown, 'Online')).toBe('3 h 05; its beginning was not told and is concluded')
  expect(factOf(shown, 'Clock of the NAS')).toBe('12 s behind ours')
  expect(factOf(shown, 'Last accounting')).toMatch(/^4 min ago/)
  expect(factOf(shown, 'Framed-IPv6-Prefix')).toBeUndefined()
  expect(factOf(shown, 'Ended')).toBeUndefined()
})

test('an ended session says how its NAS ended it, in words', async () => {
  const cause = { code: 2, name: 'Lost-Carrier', words: 'The line or the radio link was lost.' }
  const { user } = await openNas({ radius: { end: { at: minutesAgo(1), by: 'stop', terminateCause: cause } } })
  await user.keyboard('j{Enter}')
  const shown = await panel()
  await shown.findByText('RADIUS accounting')

  expect(factOf(shown, 'Ended')).toMatch(/ · its NAS said so$/)
  expect(factOf(shown, 'Because')).toBe('The line or the radio link was lost. (Lost-Carrier)')
})

test('a session that nobody has heard of for too long is stale, with its age, and is active until then', async () => {
  await openNas({ row: { staleAt: minutesAgo(5), lastActivityAt: minutesAgo(20), status: 'active' } })
  const [first, second] = rows()

  expect(within(first ?? document.body).getByText('Stale 20 min')).toBeDefined()
  expect(within(second ?? document.body).queryByText(/^Stale/)).toBeNull()
  expect(within(second ?? document.body).getByText('Active')).toBeDefined()
})

test('what was closed while its NAS goes on to speak of it is still online: in the grid, and in its detail with the time', async () => {
  const { user } = await openNas({ row: { status: 'closing', stillOnlineAt: minutesAgo(1), staleAt: null } })
  const [first] = rows()

  expect(within(first ?? document.body).getByText('Still online')).toBeDefined()
  await user.keyboard('j{Enter}')

  const shown = await panel()
  expect(await shown.findByText(/^Still online: its NAS said at /)).toBeDefined()
  await waitFor(() => expect(idOf(first)).not.toBe(''))
})

test('a session that no NAS told of has no such block', async () => {
  const { user } = await openNas({}, '?kind=self-service-console')
  await user.keyboard('j{Enter}')
  const shown = await panel()

  expect(await shown.findByText('Timeline')).toBeDefined()
  expect(shown.queryByText('RADIUS accounting')).toBeNull()
})
