import { screen, waitFor } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import {
  button,
  dialog,
  firstRows,
  focusedCell,
  idOf,
  openSessions,
  rows,
  selectedRows,
  trayNow,
} from './sessions-page.test-kit.tsx'

const path = (request: Request) => new URL(request.url).pathname
const problem = (code: string, status: number, more: object = {}) =>
  Response.json(
    { type: `urn:curfew:${code}`, title: code, status, code, detail: code, requestId: 'r1', ...more },
    { status, headers: { 'content-type': 'application/problem+json' } },
  )

/** Why a button cannot be pressed, as it is read out. */
const reasonOf = (button: HTMLElement) =>
  document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent

describe('Close Sessions', () => {
  test('cannot be pressed while nothing is selected, and says so', async () => {
    await openSessions()
    await firstRows()

    const close = button(/^Close Sessions/)

    expect(close.getAttribute('aria-disabled')).toBe('true')
    expect(reasonOf(close)).toBe('Select the sessions to close first.')
  })

  test('cannot be pressed by an auditor, and says why', async () => {
    const { user } = await openSessions({ scenario: 'read-only-administrator' })
    await firstRows()

    await user.keyboard('jxc')

    expect(reasonOf(button(/^Close Sessions/))).toBe('An auditor sees sessions and does not close them.')
    expect(screen.queryByRole('alertdialog')).toBeNull()
  })

  test('counts and names what would be closed, and Esc sends nothing', async () => {
    const { user, asked } = await openSessions()
    await firstRows()
    await user.keyboard('jjx{Shift>}{ArrowDown}{/Shift}')

    await user.keyboard('c')
    const asks = await dialog()
    await waitFor(() => expect(asks.getByRole('button', { name: 'OK' }).getAttribute('aria-disabled')).toBeNull())
    expect(document.activeElement?.textContent).toBe('Cancel')
    expect(asks.getByRole('heading').textContent).toBe('Close 2 sessions?')
    await user.keyboard('{Escape}')

    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    expect(asked.some((request) => path(request) === '/api/closures')).toBe(false)
    expect(selectedRows()).toHaveLength(2)
    await waitFor(() => expect(focusedCell()).toBe('2/userId'))
  })

  test('closes on OK, hands the closure to the tray, lets go of the selection, and the rows say that they are closed', async () => {
    const { user, mock, asked } = await openSessions()
    const closed = (await firstRows()).slice(3, 5).map(idOf)
    await user.keyboard('jjjjx{Shift>}{ArrowDown}{/Shift}c')
    const asks = await dialog()
    await waitFor(() => expect(asks.getByRole('button', { name: 'OK' }).getAttribute('aria-disabled')).toBeNull())

    await user.type(asks.getByLabelText('Reason (kept in the audit)'), 'Incident 4711')
    await user.type(asks.getByLabelText('Message to the users (optional)'), 'Call 4711')
    await user.click(asks.getByRole('button', { name: 'OK' }))

    await waitFor(() => expect(trayNow()).not.toBe(''))
    const stored = await mock.store.closureById(trayNow() ?? '')
    expect(stored).toMatchObject({ reason: 'Incident 4711', messageToUser: 'Call 4711', closed: 2 })
    expect(asked.filter((request) => path(request) === '/api/closures')).toHaveLength(1)
    expect(screen.queryByText(/ selected/)).toBeNull()
    await waitFor(() => {
      const over = rows().filter((row) => closed.includes(idOf(row)))
      expect(over.map((row) => /Clos(ed|ing)/.test(row.textContent ?? ''))).toEqual([true, true])
    })
  })

  test('keeps them out at once, says whose decision it is, and has the message in another language', async () => {
    const { user, mock } = await openSessions()
    const [first] = (await firstRows()).slice(3, 4)
    await user.keyboard('jjjjxc')
    const asks = await dialog()
    const ok = () => asks.getByRole('button', { name: 'OK' })
    await waitFor(() => expect(ok().getAttribute('aria-disabled')).toBeNull())

    await user.clear(asks.getByLabelText('Keep them out for, number'))
    expect(asks.getByRole('checkbox', { name: 'Keep them out, too, for' })).toHaveProperty('checked', true)
    await user.click(asks.getByText(/^More/))
    await user.selectOptions(asks.getByLabelText('Whose decision it is'), 'policy')
    await user.click(asks.getByRole('button', { name: 'Add a language' }))
    await user.selectOptions(asks.getByLabelText('Language'), 'de')
    await user.click(ok())
    expect(asks.getByText(/^Give a whole number; 30 days/)).toBeTruthy()
    expect(asks.getByText(/^Write the message, or remove/)).toBeTruthy()
    await user.type(asks.getByLabelText('Keep them out for, number'), '20')
    await user.type(asks.getByLabelText('Message in German'), 'Bitte melden Sie sich.')
    await user.click(ok())

    await waitFor(() => expect(trayNow()).not.toBe(''))
    const closureId = trayNow() ?? ''
    expect(await mock.store.closureById(closureId)).toMatchObject({
      reasonKind: 'policy',
      messagesToUser: { de: 'Bitte melden Sie sich.' },
    })
    const [hold, ...others] = (await mock.store.holds(10, null)).items
    const session = await mock.store.sessionById(idOf(first ?? expect.fail()))
    expect(others).toEqual([])
    expect(hold).toMatchObject({ closureId, subject: { kind: 'user', userId: session?.userId } })
    expect((hold?.endsAt.getTime() ?? 0) - (hold?.createdAt.getTime() ?? 0)).toBe(20 * 60_000)
  })

  test('warns when the own session is among them', async () => {
    const { user } = await openSessions()
    await firstRows()
    await user.keyboard('j{Control>}a{/Control}c')

    const asks = await dialog()

    expect(await asks.findByText('Your own session is among them.')).toBeTruthy()
    expect(asks.getByText(/You will be logged off last/)).toBeTruthy()
  })

  test('asks for the password when all that match are closed, and a wrong one loses nothing that was typed', async () => {
    const { user } = await openSessions()
    await firstRows()
    await user.keyboard('j{Control>}a{/Control}')
    await user.click(await screen.findByRole('button', { name: /^Select all/ }))
    await user.keyboard('c')
    const asks = await dialog()
    const password = await asks.findByLabelText('Your password')

    await user.type(asks.getByLabelText('Reason (kept in the audit)'), 'Incident 4711')
    await user.click(asks.getByRole('button', { name: 'OK' }))
    expect(await asks.findByText('Give your password. Nothing was closed.')).toBeTruthy()
    await user.type(password, 'wrong')
    await user.click(asks.getByRole('button', { name: 'OK' }))

    expect(await asks.findByText('The password is wrong. Nothing was closed.')).toBeTruthy()
    expect(asks.getByLabelText('Reason (kept in the audit)')).toHaveProperty('value', 'Incident 4711')
    expect(trayNow()).toBe('')
  })

  test('makes a plan that expired anew, says how the count changed, and waits for another OK', async () => {
    let isExpired = true
    const { user, asked } = await openSessions({
      instead: (request) => (isExpired && path(request) === '/api/closures' ? problem('plan-expired', 410) : undefined),
    })
    await firstRows()
    await user.keyboard('jjjjxc')
    const asks = await dialog()
    const ok = () => asks.getByRole('button', { name: 'OK' })
    await waitFor(() => expect(ok().getAttribute('aria-disabled')).toBeNull())

    await user.click(ok())
    await asks.findByText(/the list was made again/)
    isExpired = false
    await user.click(ok())

    await waitFor(() => expect(trayNow()).not.toBe(''))
    expect(asked.filter((request) => path(request) === '/api/plans')).toHaveLength(2)
  })

  test('says after a lost answer that OK may be pressed again, and the same plan closes nothing twice', async () => {
    let isCut = true
    const { user, mock } = await openSessions({
      instead: async (request) => {
        if (!isCut || path(request) !== '/api/closures') return undefined
        isCut = false
        await mock.fetch(request)
        throw new TypeError('cut')
      },
    })
    await firstRows()
    await user.keyboard('jjjjxc')
    const asks = await dialog()
    const ok = () => asks.getByRole('button', { name: 'OK' })
    await waitFor(() => expect(ok().getAttribute('aria-disabled')).toBeNull())

    await user.click(ok())
    await asks.findByText(/Press OK again: nothing is closed twice/)
    await user.click(ok())

    await waitFor(() => expect(trayNow()).not.toBe(''))
    expect((await mock.store.closures(10, null)).items).toHaveLength(1)
  })

  test('names recipients that cannot be told at once', async () => {
    const { user } = await openSessions({ scenario: 'unreachable-recipients' })
    await firstRows()
    await user.keyboard('j{Control>}a{/Control}c')

    const asks = await dialog()

    expect(await asks.findByText(/recipients? cannot be told at once/)).toBeTruthy()
    expect(asks.getByText(/New requests are refused all the same/)).toBeTruthy()
  })
})
