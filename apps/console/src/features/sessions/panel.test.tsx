import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import {
  addressNow,
  beginSession,
  dialog,
  firstRows,
  focusedCell,
  idOf,
  openSessions,
  userIdOf,
} from './sessions-page.test-kit.tsx'

const panel = async () => within(await screen.findByRole('complementary', { name: 'Session' }))

describe('the detail of a session', () => {
  test('opens with Enter, takes the focus, is in the address, and Esc gives the focus back', async () => {
    const { user } = await openSessions()
    const row = (await firstRows())[2]
    await user.keyboard('jjj{Enter}')

    const shown = await panel()
    expect(await shown.findByText('Timeline')).toBeTruthy()
    expect(addressNow()).toBe(`?session=${idOf(row)}`)
    expect(document.activeElement?.tagName).toBe('H2')
    expect(shown.getAllByText(userIdOf(row)).length).toBeGreaterThan(0)
    await user.keyboard('{Escape}')

    await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull())
    expect(addressNow()).toBe('')
    expect(focusedCell()).toBe('2/userId')
  })

  test('opens from the address alone, and leaves the focus where it is', async () => {
    const { user } = await openSessions({ address: '?sort=userId' })
    await firstRows()
    await user.keyboard('j{Enter}')
    const address = addressNow() ?? ''
    cleanup()

    await openSessions({ address })
    const shown = await panel()

    expect(await shown.findByText(/no such session|Timeline/)).toBeTruthy()
    expect(document.activeElement).toBe(document.body)
  })

  test('says that a session is not to be found here, whatever the reason', async () => {
    await openSessions({ address: '?session=00000000-0000-7000-8000-000000000000' })

    const shown = await panel()

    expect(await shown.findByText(/There is no such session here/)).toBeTruthy()
  })

  test('names the same user’s other sessions and offers to close them all', async () => {
    const { user, mock } = await openSessions({ address: '?userId=equals:grace' })
    await beginSession(mock)
    await beginSession(mock)
    await user.click(await screen.findByRole('button', { name: '2 new: show' }))
    await firstRows()
    await user.keyboard('j{Enter}')
    const shown = await panel()
    expect(await shown.findByText('One other session of the same user')).toBeTruthy()

    await user.click(shown.getByRole('button', { name: 'Close all of this user’s sessions' }))

    const asks = await dialog()
    expect(asks.getByRole('heading').textContent).toBe('Close 2 sessions?')
    expect(await asks.findByText('grace')).toBeTruthy()
  })
})
