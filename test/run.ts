import { parseCLI, startVitest, type TestModule, type Vitest } from 'vitest/node'
import { ensureChromium } from './chromium.ts'
import { ensureConsoleBuilt } from './console-build.ts'
import { ensureFreeRadius } from './freeradius.ts'
import { bundleVariable } from './product.ts'
import { programOfBundle } from './product-bundle.ts'
import { selects } from './projects.ts'
import { plainLine, type Run, type Tally, tallyRun } from './tally.ts'

/**
 * `npm test`: everything that the tests need, then vitest with the words given, then its result as one plain line.
 * Ends with vitest's exit code, and never with 0 unless at least one test passed.
 */
const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)])
const projects = [options.project ?? []].flat()

const tally = await prepareAndRun()
console.log(plainLine(tally))
process.exit(tally.failed > 0 ? Number(process.exitCode ?? 0) || 1 : 0)

async function prepareAndRun(): Promise<Tally> {
  try {
    if (selects(projects, 'journeys')) process.env['CHROMIUM_PATH'] = await ensureChromium()
    const skipped = selects(projects, 'node') ? await ensureFreeRadius() : undefined
    if (skipped !== undefined) console.warn(skipped)
    if (['journeys', 'faults', 'alone', 'node'].some((project) => selects(projects, project))) {
      await ensureConsoleBuilt()
      process.env[bundleVariable] = JSON.stringify(await programOfBundle())
    }
    return tallyRun(summary(await startVitest(filter, { ...options, run: true, watch: false })))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

function summary(vitest: Vitest): Run {
  return {
    files: vitest.state.getTestModules().map((file) => ({ failed: file.state() === 'failed', tests: outcomes(file) })),
    strayErrors: vitest.state.getUnhandledErrors().length,
    exitCode: Number(process.exitCode ?? 0),
  }
}

/** A test that never came to an end did not pass. */
function outcomes(file: TestModule) {
  return Array.from(file.children.allTests(), (test) => {
    const { state } = test.result()
    return state === 'pending' ? 'failed' : state
  })
}
