import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { mockPassword } from '@curfew/mocks'
import { beforeAll, expect, test } from 'vitest'
import { ensureConsoleBuilt } from '../console-build.ts'

const root = join(import.meta.dirname, '../..')
const built = join(root, 'apps/console/dist')
/** What only a mock says: words of ours, and MSW's own. */
const marks = [mockPassword, 'curfew-mock', 'quiet-day', 'mockServiceWorker', 'MOCK_ACTIVATE', 'msw']

beforeAll(ensureConsoleBuilt, 120_000)

test('no file of the built console holds anything of the mock', async () => {
  const files = (await readdir(built, { recursive: true })).filter((name) => /\.(html|js|css|svg|json)$/.test(name))
  const texts = await Promise.all(files.map((name) => readFile(join(built, name), 'utf8')))

  const found = files.flatMap((name, index) =>
    marks.filter((mark) => texts[index]?.includes(mark)).map((mark) => `${name}: ${mark}`),
  )

  expect(files.filter((name) => name.endsWith('.js')).length).toBeGreaterThan(0)
  expect(found).toEqual([])
})

test('the marks are really those of the mock', async () => {
  const sources = ['packages/mocks/src', 'node_modules/msw/lib'].map(async (folder) => {
    const names = (await readdir(join(root, folder), { recursive: true })).filter((name) => /\.(ts|js)$/.test(name))
    return Promise.all(names.map((name) => readFile(join(root, folder, name), 'utf8')))
  })

  const text = (await Promise.all(sources)).flat().join()

  expect(marks.filter((mark) => !text.includes(mark))).toEqual([])
})
