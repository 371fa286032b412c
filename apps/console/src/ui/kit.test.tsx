import { configure, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Button } from './Button.tsx'
import { AlertDialog, Dialog } from './Dialog.tsx'
import { Progress } from './Progress.tsx'
import { Select } from './Select.tsx'
import { AfterAMoment } from './Skeleton.tsx'
import { TextField } from './TextField.tsx'
import { Time } from './Time.tsx'
import { useCountdown } from './use-countdown.ts'

configure({ asyncUtilTimeout: 30_000 })
vi.setConfig({ testTimeout: 90_000 })

beforeEach(() => {
  globalThis.IS_REACT_ACT_ENVIRONMENT = false
})
afterEach(() => vi.useRealTimers())

test('a button that cannot be pressed now keeps its place in the tab order, says why, and does nothing', async () => {
  const press = vi.fn()
  const submit = vi.fn((event: SubmitEvent) => event.preventDefault())
  render(
    <form onSubmit={({ nativeEvent }) => submit(nativeEvent)}>
      <Button type="submit" onPress={press} disabledBecause="Select the sessions to close first.">
        Close Sessions
      </Button>
    </form>,
  )
  const user = userEvent.setup()
  await user.tab()
  const button = screen.getByRole('button', {
    name: /^Close Sessions/,
    description: 'Select the sessions to close first.',
  })

  await user.keyboard('{Enter} ')
  await user.click(button)

  expect(document.activeElement).toBe(button)
  expect(press).not.toHaveBeenCalled()
  expect(submit).not.toHaveBeenCalled()
})

test('a button says the reason in a tooltip while it has the focus', async () => {
  render(<Button disabledBecause="Select the sessions to close first.">Close Sessions</Button>)

  await userEvent.setup().tab()

  expect((await screen.findByRole('tooltip')).textContent).toBe('Select the sessions to close first.')
})

test('an alert dialog gives the first focus to what changes nothing, and Esc closes it', async () => {
  const close = vi.fn()
  render(
    <AlertDialog title="Close 128 sessions?" isOpen onClose={close} actions={<Button hasFirstFocus>Cancel</Button>}>
      <p>84 RADIUS, 44 API.</p>
    </AlertDialog>,
  )
  const dialog = await screen.findByRole('alertdialog', {
    name: 'Close 128 sessions?',
    description: '84 RADIUS, 44 API.',
  })

  const focused = document.activeElement
  await userEvent.setup().keyboard('{Escape}')

  expect(focused?.textContent).toBe('Cancel')
  expect(dialog.contains(focused)).toBe(true)
  expect(close).toHaveBeenCalledOnce()
})

test('a press outside closes a dialog, and not an alert dialog', async () => {
  const close = { dialog: vi.fn(), alert: vi.fn() }
  const user = userEvent.setup()
  const first = render(
    <Dialog title="Harmless" isOpen onClose={close.dialog}>
      text
    </Dialog>,
  )
  await screen.findByRole('dialog')
  await user.click(document.querySelector('.scrim') ?? document.body)
  first.unmount()
  render(
    <AlertDialog title="Serious" isOpen onClose={close.alert}>
      text
    </AlertDialog>,
  )
  await screen.findByRole('alertdialog')
  await user.click(document.querySelector('.scrim') ?? document.body)

  expect(close.dialog).toHaveBeenCalledOnce()
  expect(close.alert).not.toHaveBeenCalled()
})

test('a field names what is wrong with it', () => {
  render(<TextField label="User ID" value="x" error="Give a user ID." description="As in the directory." />)

  const field = screen.getByRole('textbox', { name: 'User ID' })

  expect(field.getAttribute('aria-invalid')).toBe('true')
  const described = (field.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent)
  expect(described).toContain('Give a user ID.')
  expect(described).toContain('As in the directory.')
})

test('a choice is made by its label and handed on by its id', async () => {
  const choose = vi.fn()
  const choices = [
    { id: 'auditor', label: 'Auditor', detail: 'Sees' },
    { id: 'operator', label: 'Operator', detail: 'Closes' },
  ] as const
  function Choosing() {
    const [value, setValue] = useState<'auditor' | 'operator'>('auditor')
    return (
      <Select
        label="Role"
        choices={choices}
        value={value}
        onChange={(chosen) => {
          choose(chosen)
          setValue(chosen)
        }}
      />
    )
  }
  render(<Choosing />)

  await userEvent.setup().selectOptions(screen.getByRole('combobox', { name: 'Role', description: 'Sees' }), 'Operator')

  expect(choose).toHaveBeenCalledExactlyOnceWith('operator')
  expect(await screen.findByRole('combobox', { name: 'Role', description: 'Closes' })).toBeDefined()
})

test('progress says its numbers in words, and draws its parts', () => {
  render(
    <Progress
      label="Proof"
      valueText="121 of 128 verified"
      total={128}
      parts={[
        { tone: 'ok', value: 121 },
        { tone: 'accent', value: 0 },
        { tone: 'warn', value: 3 },
      ]}
    />,
  )

  const bar = screen.getByRole('progressbar', { name: 'Proof' })

  expect(bar.getAttribute('aria-valuetext')).toBe('121 of 128 verified')
  expect(bar.getAttribute('aria-valuenow')).toBe('124')
  expect([...bar.children].map((part) => part.className)).toEqual(['part ok', 'part warn'])
})

test('a time is short for the eye, and exact on hover and for screen readers', () => {
  render(<Time at={new Date(0)} short="2 min" exact="Thursday 1 January 1970" />)

  const time = document.querySelector('time')

  expect(time?.title).toBe('Thursday 1 January 1970')
  expect(time?.dateTime).toBe('1970-01-01T00:00:00.000Z')
  expect(time?.querySelector('[aria-hidden]')?.textContent).toBe('2 min')
})

test('what stands in for something that loads appears after 150 ms, and not before', async () => {
  vi.useFakeTimers()
  globalThis.IS_REACT_ACT_ENVIRONMENT = true
  const { act } = await import('react')
  render(<AfterAMoment>late</AfterAMoment>)

  await act(() => vi.advanceTimersByTimeAsync(149))
  const before = screen.queryByText('late')
  await act(() => vi.advanceTimersByTimeAsync(1))

  expect(before).toBeNull()
  expect(screen.getByText('late')).toBeDefined()
})

test('a countdown goes by the clock and stops at nought', async () => {
  vi.useFakeTimers()
  globalThis.IS_REACT_ACT_ENVIRONMENT = true
  const { act } = await import('react')
  function Counting() {
    const { secondsLeft, start } = useCountdown()
    return <button onClick={() => start(2)}>{secondsLeft}</button>
  }
  render(<Counting />)
  const button = screen.getByRole('button')

  act(() => button.click())
  const seen = [button.textContent]
  for (let second = 0; second < 3; second += 1) {
    await act(() => vi.advanceTimersByTimeAsync(1000))
    seen.push(button.textContent)
  }

  expect(seen).toEqual(['2', '1', '0', '0'])
})

test('a button whose work is being done keeps the focus and is not pressed twice', async () => {
  const press = vi.fn()
  const view = render(<Button onPress={press}>Retry</Button>)
  const user = userEvent.setup()
  await user.tab()
  await user.keyboard('{Enter}')

  view.rerender(
    <Button onPress={press} isPending>
      Trying again
    </Button>,
  )
  await user.keyboard('{Enter}')

  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Trying again' }))
  expect(press).toHaveBeenCalledOnce()
})
