// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { parseSync } from 'vite'
import { beforeAll, expect, test } from 'vitest'
import { ensureConsoleBuilt } from '../../test/console-build.ts'

const mostBytes = 200 * 1024
const dist = join(import.meta.dirname, 'dist')
const assets = join(dist, 'assets')

beforeAll(() => ensureConsoleBuilt(), 120_000)

/** A script and all that it imports at once; what it fetches when it is reached for is not among them. */
function withImports(scripts: readonly string[]): ReadonlySet<string> {
  const all = new Set(scripts)
  for (const script of all) {
    const { module } = parseSync(script, readFileSync(join(assets, script), 'utf8'))
    for (const { moduleRequest } of module.staticImports) all.add(moduleRequest.value.replace(/^\.\//, ''))
  }
  return all
}

test('all JavaScript from the logon page to Active User Sessions is at most 200 KB, gzipped', () => {
  const entry = /src="\/assets\/([^"]+\.js)"/.exec(readFileSync(join(dist, 'index.html'), 'utf8'))?.[1]
  const built = readdirSync(assets).filter((name) => name.endsWith('.js'))
  const pages = ['LogonPage', 'Inside', 'SessionsPage'].map((page) => built.find((name) => name.startsWith(`${page}-`)))

  const scripts = withImports(
    [entry, ...pages].map((name) => name ?? expect.fail('a script of the first page is missing')),
  )

  const sizes = [...scripts].map(
    (name) => [name, gzipSync(readFileSync(join(assets, name)), { level: 9 }).length] as const,
  )
  const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0)
  expect(total, sizes.map(([name, bytes]) => `${name} ${bytes}`).join('\n')).toBeLessThanOrEqual(mostBytes)
})

test('the page carries neither script nor style of its own, which the content security policy would refuse', () => {
  const page = readFileSync(join(dist, 'index.html'), 'utf8')

  expect(page.match(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:/gi)).toBeNull()
})
