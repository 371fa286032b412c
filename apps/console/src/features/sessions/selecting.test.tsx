import { screen, waitFor } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import {
  addressNow,
  button,
  dialog,
  firstRows,
  focusedCell,
  grid,
  idOf,
  openSessions,
  rows,
  selectedRows,
  totalNow,
} from './sessions-page.test-kit.tsx'

/** `1,234`, as the page prints it. */
const print = (count: number) => count.toLocaleString('en')
const whenTotalIsKnown = () => waitFor(() => expect(totalNow()).toBeGreaterThan(100))

describe('the grid of active user sessions', () => {
  test('says how many rows there are in all, and renders only those that can be seen', async () => {
    await openSessions()

    await firstRows()
    await whenTotalIsKnown()

    expect((await grid()).getAttribute('aria-rowcount')).toBe(String(totalNow() + 1))
    expect(rows()[0]?.getAttribute('aria-rowindex')).toBe('2')
    expect(rows().length).toBeLessThan(60)
  })

  test('has one tab stop, and marks the own session in words', async () => {
    const { user } = await openSessions()
    await firstRows()

    await user.tab({ shift: true })
    const stops = (await grid()).querySelectorAll('[tabindex="0"]')

    expect(stops).toHaveLength(1)
    expect(focusedCell()).toBe('0/userId')
    expect(screen.getAllByText('this session')).toHaveLength(1)
  })

  test('selects with Space and x, and a range with Shift and the arrows that gives rows back when it shrinks', async () => {
    const { user } = await openSessions()
    await firstRows()

    await user.keyboard('j')
    await user.keyboard(' ')
    await user.keyboard('{Shift>}{ArrowDown}{ArrowDown}{ArrowDown}{ArrowUp}{/Shift}')

    expect(selectedRows().map((row) => row.getAttribute('aria-rowindex'))).toEqual(['2', '3', '4'])
    await user.keyboard('x')
    expect(selectedRows()).toHaveLength(2)
  })

  test('selects with the mouse: a press toggles, a press with Shift draws the range', async () => {
    const { user } = await openSessions()
    const [first, , third] = await firstRows()
    if (!first || !third) throw new Error('there are rows')

    await user.click(first.querySelector('[data-id=kind]') ?? first)
    await user.keyboard('{Shift>}')
    await user.click(third.querySelector('[data-id=kind]') ?? third)
    await user.keyboard('{/Shift}')

    expect(selectedRows()).toHaveLength(3)
    expect(focusedCell()).toBe('2/kind')
  })

  test('unticking one of all that match counts exactly one less', async () => {
    const { user } = await openSessions()
    await firstRows()
    await whenTotalIsKnown()
    await user.keyboard('j')

    await user.keyboard('{Control>}a{/Control}')
    expect(screen.getByText('100 selected.')).toBeTruthy()
    await user.click(button(`Select all ${print(totalNow())} that match`))
    await user.keyboard('x')

    expect(screen.getByText(`${print(totalNow() - 1)} of ${print(totalNow())} selected`)).toBeTruthy()
    const left = totalNow() - 1
    await user.keyboard('c')
    expect((await dialog()).getByRole('heading').textContent).toBe(`Close ${print(left)} sessions?`)
  })

  test('keeps the selection and the focused session when another sort moves them', async () => {
    const { user } = await openSessions()
    const [, second] = await firstRows()
    await user.keyboard('jjx')
    const focused = idOf(second)

    await user.click(screen.getByRole('columnheader', { name: /^User ID/ }))
    await waitFor(() => expect(idOf(rows()[1])).not.toBe(focused))

    expect(screen.getByText(/^1 of /)).toBeTruthy()
    expect(screen.getByRole('columnheader', { name: /^User ID/ }).getAttribute('aria-sort')).toBe('ascending')
  })

  test('another search clears the selection', async () => {
    const { user } = await openSessions()
    await firstRows()
    await user.keyboard('jx')
    expect(selectedRows()).toHaveLength(1)

    await user.keyboard('/')
    await user.keyboard('a{Enter}')

    await waitFor(() => expect(screen.queryByText(/ selected/)).toBeNull())
    await waitFor(() => expect(screen.getByText(/so the selection is cleared/)).toBeTruthy())
  })

  test('resizes a column with the keyboard and remembers it', async () => {
    const { user, view } = await openSessions()
    await firstRows()
    await user.keyboard('j{ArrowUp}')

    await user.keyboard('{Shift>}{ArrowRight}{/Shift}')

    expect(localStorage.getItem('curfew.sessions.column-widths')).toContain('"userId"')
    expect(view.container.querySelector<HTMLElement>('[style*="--tracks"]')?.style.cssText).toContain('640px')
  })

  test('loads the next page when its end comes near', async () => {
    const { user, asked } = await openSessions()
    await firstRows()
    await user.keyboard('j')

    await user.keyboard('{End}')

    await waitFor(() => expect(asked.some((request) => request.url.includes('cursor='))).toBe(true))
    expect(focusedCell()).toBe('99/userId')
  })

  test('under 640 px shows cards: no header, a list to sort by, and selecting and closing work all the same', async () => {
    const { user } = await openSessions({ isNarrow: true })
    const [, , third] = await firstRows()
    if (!third) throw new Error('there are rows')

    await user.selectOptions(screen.getByLabelText('Sort by'), 'User ID, descending')
    await waitFor(() => expect(addressNow()).toBe('?sort=-userId'))
    await waitFor(() => expect(idOf(rows()[2])).not.toBe(idOf(third)))
    await user.click(rows()[2]?.querySelector('[role=checkbox]') ?? third)
    await user.click(button('Close Sessions'))

    expect(screen.queryByRole('columnheader')).toBeNull()
    expect((await dialog()).getByRole('heading').textContent).toBe('Close 1 session?')
  })
})
