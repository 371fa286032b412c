import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isUpToDate, newestChange } from './console-build.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'curfew-build-'))
})
afterEach(() => rm(folder, { recursive: true }))

const at = (seconds: number) => [seconds, seconds] as const

test('the newest change is found in the deepest folder', async () => {
  await mkdir(join(folder, 'src/ui'), { recursive: true })
  await writeFile(join(folder, 'src/main.tsx'), '')
  await writeFile(join(folder, 'src/ui/grid.tsx'), '')
  await utimes(join(folder, 'src/main.tsx'), ...at(1_000))
  await utimes(join(folder, 'src/ui/grid.tsx'), ...at(3_000))
  await utimes(join(folder, 'src/ui'), ...at(2_000))
  await utimes(join(folder, 'src'), ...at(2_000))

  const newest = await newestChange([join(folder, 'src')])

  expect(newest).toBe(3_000_000)
})

test('removing a file is a change of its folder', async () => {
  await writeFile(join(folder, 'old.ts'), '')
  await utimes(join(folder, 'old.ts'), ...at(1_000))
  await utimes(folder, ...at(1_000))

  await rm(join(folder, 'old.ts'))

  expect(await newestChange([folder])).toBeGreaterThan(1_000_000)
})

test('what does not exist has no newest change', async () => {
  expect(await newestChange([join(folder, 'missing')])).toBeUndefined()
})

test('a build is up to date only when it exists and every source is older', () => {
  expect(isUpToDate(2_000, 1_000)).toBe(true)
  expect(isUpToDate(1_000, 2_000)).toBe(false)
  expect(isUpToDate(1_000, 1_000)).toBe(false)
  expect(isUpToDate(undefined, 1_000)).toBe(false)
})
