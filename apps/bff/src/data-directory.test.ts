import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { claimDataDirectory } from './data-directory.ts'
import { StartError } from './start-error.ts'

let above: string
beforeEach(async () => {
  above = await mkdtemp(join(tmpdir(), 'curfew-data-'))
})
afterEach(() => rm(above, { recursive: true }))

test('a new data directory can be read by its owner alone', async () => {
  await claimDataDirectory(join(above, 'deep/data'), 'real')

  expect((await stat(join(above, 'deep/data'))).mode & 0o777).toBe(0o700)
})

test('a directory is opened again as what it was', async () => {
  for (const contents of ['real', 'demo'] as const) {
    await claimDataDirectory(join(above, contents), contents)
    await expect(claimDataDirectory(join(above, contents), contents)).resolves.toBeUndefined()
  }
})

test.each([
  ['real', 'demo'],
  ['demo', 'real'],
] as const)('a directory of %s data is never opened as %s, under whatever name', async (was, asked) => {
  await claimDataDirectory(join(above, 'data'), was)

  const claim = claimDataDirectory(join(above, 'data'), asked)

  await expect(claim).rejects.toThrow(StartError)
  await expect(claim).rejects.toThrow('CURFEW_DATA_DIR')
})

test('a data directory that is a file is refused in a sentence', async () => {
  await writeFile(join(above, 'data'), '')

  await expect(claimDataDirectory(join(above, 'data'), 'real')).rejects.toThrow(/cannot be used: .*CURFEW_DATA_DIR/)
})
