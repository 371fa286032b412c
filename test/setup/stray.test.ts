import { test, vi } from 'vitest'

test.fails('a stray console.error fails the test', () => {
  console.error('printed on purpose: the guard against stray errors is being tested')
})

test('a console.error that the test expects is no stray', () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {})

  console.error('expected')

  if (error.mock.calls.length !== 1) throw new Error('the expected message did not arrive')
})

test.fails('expecting one in an earlier test does not excuse this one', () => {
  console.error('printed on purpose: the guard against stray errors is being tested')
})
