import { expect, test } from 'vitest'
import { median, printTable, quantile } from './table.ts'

test('a quantile is a sample that was really measured', () => {
  const samples = [5, 1, 4, 2, 3]

  expect(median(samples)).toBe(3)
  expect(quantile(samples, 0.95)).toBe(5)
  expect(quantile(samples, 0)).toBe(1)
  expect(median([1, 2])).toBe(1)
})

test('nothing measured is not printed as a figure', () => {
  const text = printTable({ title: 'Empty', unit: 'ms', rows: [{ what: 'nothing', samples: [] }], notes: [] })

  expect(text).toContain('n/a')
})

test('a table is Markdown with its unit, its goal and its notes', () => {
  const rows = [{ what: 'ours', samples: [1234.5, 0.00012], goal: 'at most 2' }]

  const text = printTable({ title: 'Push', unit: 'ms', rows, notes: ['on one machine'] })

  expect(text).toMatch(/^### Push \(ms\)/)
  expect(text).toContain('| ours ')
  expect(text).toContain('1230')
  expect(text).toContain('0.00012')
  expect(text).toContain('at most 2')
  expect(text).toContain('- on one machine')
})
