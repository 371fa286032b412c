import { backgroundHeader } from '@curfew/contract'
import { screen, waitFor } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import {
  beginSession,
  button,
  firstRows,
  focusedCell,
  idOf,
  openSessions,
  rows,
  totalNow,
  userIdOf,
} from './sessions-page.test-kit.tsx'

describe('a live grid', () => {
  test('counts who logs on meanwhile and shows them when that is asked for', async () => {
    const { user, mock } = await openSessions()
    const before = (await firstRows()).map(idOf)
    await waitFor(() => expect(totalNow()).toBeGreaterThan(100))
    const total = totalNow()

    await beginSession(mock)
    await beginSession(mock)
    const show = await screen.findByRole('button', { name: '2 new: show' })

    expect(rows().map(idOf)).toEqual(before)
    expect(totalNow()).toBe(total + 2)
    await user.click(show)
    await waitFor(() =>
      expect(
        rows()
          .slice(0, 3)
          .map(userIdOf)
          .filter((userId) => userId === 'grace'),
      ).toHaveLength(2),
    )
    expect(screen.queryByRole('button', { name: /show$/ })).toBeNull()
    expect(focusedCell()).toBe('0/userId')
  })

  test('leaves a row that ends where it is, says why, and cannot select it', async () => {
    const { user, mock } = await openSessions({ address: '?userId=equals:grace' })
    const end = await beginSession(mock)
    await user.click(await screen.findByRole('button', { name: '1 new: show' }))
    await firstRows()
    const [row] = rows()

    await end()
    await waitFor(() => expect(row?.textContent).toContain('Logged off'))
    await user.keyboard('jx')

    expect(rows()[0]).toBe(row)
    expect(screen.queryByText(/ selected/)).toBeNull()
    await user.click(button('1 ended: refresh'))
    await waitFor(() => expect(screen.getByText(/No match/)).toBeTruthy())
  })

  test('forgets a selected session that ends', async () => {
    const { user, mock } = await openSessions({ address: '?userId=equals:grace' })
    const end = await beginSession(mock)
    await user.click(await screen.findByRole('button', { name: '1 new: show' }))
    await firstRows()
    await user.keyboard('jx')
    expect(await screen.findByText('1 of 1 selected')).toBeTruthy()

    await end()

    await waitFor(() => expect(screen.queryByText(/ selected/)).toBeNull())
  })

  test('never loses the focus, also when the focused session is gone after a refresh', async () => {
    const { user, mock } = await openSessions()
    await firstRows()
    const end = await beginSession(mock)
    await user.click(await screen.findByRole('button', { name: '1 new: show' }))
    await waitFor(() => expect(rows().slice(0, 2).map(userIdOf)).toContain('grace'))
    const at = rows().findIndex((row) => userIdOf(row) === 'grace')
    if (at > 0) await user.keyboard('j'.repeat(at))

    await end()
    await user.click(await screen.findByRole('button', { name: '1 ended: refresh' }))
    await waitFor(() => expect(rows().map(userIdOf)).not.toContain('grace'))

    expect(document.activeElement?.getAttribute('role')).toBe('gridcell')
  })

  test('says that it is live and when something last changed', async () => {
    const { mock } = await openSessions()
    await firstRows()
    expect(await screen.findByText(/^live · /)).toBeTruthy()

    await beginSession(mock)

    expect(await screen.findByText(/^live · changed (just now|\d+ s ago)$/)).toBeTruthy()
  })

  test('keeps nobody’s session from going idle by asking again', async () => {
    const { mock, asked } = await openSessions()
    await firstRows()
    await waitFor(() => expect(totalNow()).toBeGreaterThan(100))
    const before = asked.length

    await beginSession(mock)
    await screen.findByRole('button', { name: '1 new: show' })

    const since = asked.slice(before)
    expect(since.length).toBeGreaterThan(0)
    expect(since.every((request) => request.headers.has(backgroundHeader))).toBe(true)
    expect(asked.slice(0, before).some((request) => !request.headers.has(backgroundHeader))).toBe(true)
  })

  test.each([
    ['that an event names', 'sessions', (id: string) => ({ began: 0, ended: [], changed: [id], many: false })],
    ['of an event that could not name them all', 'sessions', () => ({ began: 0, ended: [], changed: [], many: true })],
    ['after the page was away for too long', 'reset', () => ({})],
  ])('reads a row again %s, and changes it where it stands', async (_which, name, dataFor) => {
    const news = createNews()
    const { mock } = await openSessions({
      instead: (request) => (request.url.endsWith('/api/events') ? news.response : undefined),
    })
    const row = (await firstRows())[3]
    const order = rows().map(idOf)
    await screen.findByText(/^live · /)

    await mock.store.setCommand(idOf(row), { name: 'Change PIN', startedAt: new Date() })
    news.send(name, dataFor(idOf(row)))

    await waitFor(() => expect(row?.textContent).toContain('Change PIN'))
    expect(rows().map(idOf)).toEqual(order)
  })
})

/** An event stream in the test's own hands. */
function createNews() {
  const encoder = new TextEncoder()
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  const write = (text: string) => void writer.write(encoder.encode(text))
  write(': hello\n\n')
  return {
    response: new Response(readable, { headers: { 'content-type': 'text/event-stream' } }),
    send: (name: string, data: object) => write(`event: ${name}\nid: 1-1\ndata: ${JSON.stringify(data)}\n\n`),
  }
}
