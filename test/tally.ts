/** What a finished run says, as far as the plain line needs it. */
export interface Run {
  /** One entry a test file: the outcome of each of its tests, and whether the file failed (its own hooks and imports included). */
  files: { failed: boolean; tests: ('passed' | 'failed' | 'skipped')[] }[]
  /** Errors that belong to no test: they fail a run although every test of it passed. */
  strayErrors: number
  /** vitest's own exit code. */
  exitCode: number
}

/** Counts of one run; `failed` is never 0 when something went wrong. */
export interface Tally {
  passed: number
  failed: number
  skipped: number
}

/**
 * Count a run. A file that could not be run, an error outside every test, an exit code without a failed test, and a run of no
 * test at all each count as a failure, so that `0 failed` means what it says.
 */
export function tallyRun(run: Run): Tally {
  const tests = run.files.flatMap((file) => file.tests)
  const count = (outcome: string) => tests.filter((test) => test === outcome).length
  const brokenFiles = run.files.filter((file) => file.failed && !file.tests.includes('failed')).length

  const passed = count('passed')
  const failed = count('failed') + brokenFiles + run.strayErrors
  const wentWrong = run.exitCode !== 0 || passed + failed === 0
  return { passed, failed: wentWrong ? Math.max(1, failed) : failed, skipped: count('skipped') }
}

/** `N passed, N failed`, and `, N skipped` when there are any: the one line that CI reads. */
export function plainLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
