import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createMockApi, scenarioNames, scenarios } from '@curfew/mocks'
import { describe, expect, test } from 'vitest'
import { readWords } from '../apps/bff/src/admin/words.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFile(join(root, path), 'utf8')
const documents = ['README.md', 'docs/front-end.md', 'docs/operations.md']

/** What can be checked of a promise in prose is checked here. */
describe.each(documents)('%s', (document) => {
  test('leads to files that exist', async () => {
    const text = await read(document)
    const links = Array.from(text.matchAll(/\]\((?!https?:|#)([^)#\s]+)|srcset="([^"]+)"|src="([^"]+)"/g), (found) =>
      join(document, '..', found[1] ?? found[2] ?? found[3] ?? ''),
    )
    const named = Array.from(text.matchAll(/`((?:apps|packages|test|docs)\/[\w./-]+)`/g), ([, path = '']) => path)

    const missing = [...links, ...named].filter((path) => !existsSync(join(root, path)))

    expect(links.length + named.length).toBeGreaterThan(0)
    expect(missing).toEqual([])
  })

  test('names scripts that exist', async () => {
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(await read('package.json'))
    const named = Array.from((await read(document)).matchAll(/npm run ([\w:-]+)/g), ([, script = '']) => script)

    expect(named.filter((script) => !(script in scripts))).toEqual([])
  })
})

test('the README names every variable that is read, and no other', async () => {
  const folder = 'apps/bff/src/configuration'
  const files = (await readdir(join(root, folder))).filter((name) => name.endsWith('.ts') && !name.includes('.test'))
  const code = (await Promise.all(files.map((name) => read(join(folder, name))))).join('\n')
  const variables = (text: string) => new Set(text.match(/\b(?:HOST|PORT|CURFEW_[A-Z_]+)\b/g))
  const table = /\| Variable \|[^]*?\n\n/.exec(await read('README.md'))?.[0] ?? ''

  const inTable = new Set(Array.from(table.matchAll(/`(HOST|PORT|CURFEW_[A-Z_]+)`/g), ([, name = '']) => name))

  expect(inTable).toEqual(variables(code))
})

test('the map of rooms names every room, and no other', async () => {
  const folders = await Promise.all(
    ['apps', 'packages'].map(async (place) => (await readdir(join(root, place))).map((name) => `${place}/${name}`)),
  )
  const table = /\| Open this room \|[^]*?\n\n/.exec(await read('README.md'))?.[0] ?? ''

  const named = Array.from(table.matchAll(/^\| `((?:apps|packages)\/\w+)` \|/gm), ([, name = '']) => name)

  expect(named.toSorted()).toEqual(folders.flat().toSorted())
})

test('the page for front-end developers shows every scenario in its own words', async () => {
  const rows = (await read('docs/front-end.md')).split('\n').filter((line) => /^\| `[\w-]+` \|/.test(line))

  expect(rows).toEqual(scenarioNames.map((name) => `| \`${name}\` | ${scenarios[name].shows} |`))
})

test.each(['docs/operations.md', 'docs/connect/radius.md'])(
  'the commands of %s for the shell are understood',
  async (page) => {
    const lines = (await read(page)).matchAll(/^ +npm run admin -- (.+)$/gm)
    const commands = Array.from(lines, ([, words = '']) => words.replace(/#.*/, '')).flatMap((words) =>
      words.split('|'),
    )

    const understood = commands.map((words) => [
      words.trim(),
      readWords(words.trim().split(/\s+/), () => 'a secret of ours').kind,
    ])

    expect(commands.length).toBeGreaterThan(1)
    expect(understood.filter(([, kind]) => kind !== 'order')).toEqual([])
  },
)

test('the page for operators names metrics that there are', async () => {
  await using mock = await createMockApi({ scenario: 'nas-refuses' })
  const printed = await (await mock.fetch(new Request('http://curfew.mock/metrics'))).text()
  const ofTheProcess = await read('apps/bff/src/house/process-metrics.ts')
  const named = new Set((await read('docs/operations.md')).match(/`(?:curfew|nodejs|process)_\w+`/g))

  const unknown = Array.from(named, (name) => name.slice(1, -1)).filter(
    (name) => !printed.includes(`# TYPE ${name} `) && !ofTheProcess.includes(`'${name}'`),
  )

  expect(named.size).toBeGreaterThan(5)
  expect(unknown).toEqual([])
})
