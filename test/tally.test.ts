import { expect, test } from 'vitest'
import { plainLine, tallyRun } from './tally.ts'

const clean = { strayErrors: 0, exitCode: 0 }

test('passed, failed and skipped tests are counted over all files', () => {
  const tally = tallyRun({
    ...clean,
    files: [
      { failed: false, tests: ['passed', 'skipped'] },
      { failed: true, tests: ['passed', 'failed', 'failed'] },
    ],
    exitCode: 1,
  })

  expect(plainLine(tally)).toBe('2 passed, 2 failed, 1 skipped')
})

test('skipped tests are not mentioned when there are none', () => {
  const tally = tallyRun({ ...clean, files: [{ failed: false, tests: ['passed'] }] })

  expect(plainLine(tally)).toBe('1 passed, 0 failed')
})

test('a file that could not be imported counts as a failure', () => {
  const tally = tallyRun({
    ...clean,
    files: [
      { failed: false, tests: ['passed'] },
      { failed: true, tests: [] },
    ],
    exitCode: 1,
  })

  expect(plainLine(tally)).toBe('1 passed, 1 failed')
})

test('a file whose hook failed after all its tests passed counts as a failure', () => {
  const tally = tallyRun({ ...clean, files: [{ failed: true, tests: ['passed', 'passed'] }], exitCode: 1 })

  expect(plainLine(tally)).toBe('2 passed, 1 failed')
})

test('an error outside every test counts as a failure', () => {
  const tally = tallyRun({ files: [{ failed: false, tests: ['passed'] }], strayErrors: 1, exitCode: 1 })

  expect(plainLine(tally)).toBe('1 passed, 1 failed')
})

test('an exit code without a failed test is not reported as "0 failed"', () => {
  const tally = tallyRun({ ...clean, files: [{ failed: false, tests: ['passed'] }], exitCode: 1 })

  expect(plainLine(tally)).toBe('1 passed, 1 failed')
})

test('a run of no test at all is a failure', () => {
  expect(plainLine(tallyRun({ ...clean, files: [] }))).toBe('0 passed, 1 failed')
  expect(plainLine(tallyRun({ ...clean, files: [{ failed: false, tests: ['skipped'] }] }))).toBe(
    '0 passed, 1 failed, 1 skipped',
  )
})
