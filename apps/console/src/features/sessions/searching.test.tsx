import { screen, waitFor } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { addressNow, button, firstRows, openSessions, rows, totalNow, userIdOf } from './sessions-page.test-kit.tsx'

describe('the search', () => {
  test('is case sensitive, says what would match without it, and shows that', async () => {
    const { user } = await openSessions()
    await firstRows()

    await user.keyboard('/')
    await user.keyboard('ADA')
    await screen.findByText(/No match\. \d+ match(es)? when case is ignored:/)
    await user.click(button(/^show (them|it)$/))

    await waitFor(() => expect(rows().length).toBeGreaterThan(0))
    expect(addressNow()).toBe('?userId=containsIgnoringCase%3AADA')
    expect(rows().every((row) => userIdOf(row).toLowerCase().includes('ada'))).toBe(true)
    // Not the header, where Enter would sort.
    await waitFor(() => expect(document.activeElement?.closest('[role=row]')).toBe(rows()[0]))
    expect(screen.getByRole('button', { name: 'Case sensitive' }).getAttribute('aria-pressed')).toBe('false')
  })

  test('is in the address, and the address reproduces it', async () => {
    await openSessions({ address: '?kind=radius&userId=startsWith:a&sort=userId,-loggedOnAt' })

    await firstRows()

    expect(rows().every((row) => userIdOf(row).startsWith('a'))).toBe(true)
    expect(screen.getByRole('list', { name: 'Also applied' }).textContent).toContain('User ID starts with “a”')
    expect(screen.getByRole('columnheader', { name: /^User ID/ }).getAttribute('aria-sort')).toBe('ascending')
    expect(screen.getByRole('columnheader', { name: /^Logged on.*second column/ })).toBeTruthy()
  })

  test('leaves out what cannot be read of an address, and says so', async () => {
    const { user } = await openSessions({ address: '?kind=fax&userId=contains:a&sort=shoeSize' })
    await firstRows()

    const notice = await screen.findByText(/could not be read/)
    await user.click(button('Dismiss'))

    expect(notice.textContent).toMatch(/kind: choices are .*sort: "shoeSize" is not a column/)
    expect(addressNow()).toBe('?userId=contains%3Aa')
  })

  test('makes a chip of what was asked and takes it back by its cross', async () => {
    const { user } = await openSessions()
    await firstRows()
    await user.keyboard('/a{Enter}')
    await waitFor(() => expect(addressNow()).toContain('userId'))

    await user.click(button('+ Field'))
    await user.click(await screen.findByRole('menuitem', { name: 'Source' }))
    expect(screen.getByText('User ID contains “a”')).toBeTruthy()
    await user.click(button('Remove: User ID contains “a”'))

    await waitFor(() => expect(addressNow()).toBe(''))
  })

  test('searches for a choice as soon as it is chosen', async () => {
    const { user } = await openSessions()
    await firstRows()

    await user.click(button(/Field$/))
    await user.click(await screen.findByRole('menuitem', { name: 'Kind' }))
    await user.selectOptions(screen.getByLabelText('Kind to search for'), 'RADIUS')

    await waitFor(() => expect(addressNow()).toBe('?kind=equals%3Aradius'))
    await waitFor(() => expect(rows().every((row) => row.textContent?.includes('RADIUS'))).toBe(true))
  })

  test('follows Back, and keeps what is being typed meanwhile', async () => {
    const { user } = await openSessions({ address: '?userId=contains:a' })
    await firstRows()
    const total = totalNow()
    const field = screen.getByRole('textbox', { name: 'User ID to search for' })

    await user.clear(field)
    await user.type(field, 'zz{Enter}')
    await waitFor(() => expect(addressNow()).toBe('?userId=contains%3Azz'))

    expect(field).toHaveProperty('value', 'zz')
    await waitFor(() => expect(totalNow()).not.toBe(total))
  })

  test('says in one line what is never listed here', async () => {
    await openSessions()
    await firstRows()

    const note = await screen.findByText(/^Not listed here/)

    expect(note.textContent).toBe(
      'Not listed here: sessions of authentication agents; Operations Console sessions without Super Admin credentials',
    )
  })

  test('that fails says what happened and what to do, keeps what was typed, and tries again', async () => {
    let isDown = true
    const { user } = await openSessions({
      address: '?userId=contains:a',
      instead: (request) =>
        isDown && new URL(request.url).pathname === '/api/sessions'
          ? new Response('no', { status: 502, headers: { 'content-type': 'text/plain' } })
          : undefined,
    })
    const alert = await screen.findByText(/could not be loaded/)

    isDown = false
    await user.click(button('Try again'))

    expect(alert.textContent).toContain('Nothing was changed')
    expect((await firstRows()).length).toBeGreaterThan(0)
    expect(screen.getByRole('textbox')).toHaveProperty('value', 'a')
  })
})
