import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

interface LockFile {
  packages: Record<string, { optionalDependencies?: Record<string, string> }>
}

/**
 * `npm install` silently leaves out of the lock file what the registry does not have, such as a tool's program for another
 * platform; `npm ci` then refuses the lock file on every machine. Nobody notices before a clean checkout.
 */
function missingFrom({ packages }: LockFile): string[] {
  return Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => packages[`${place}/node_modules/${name}`] === undefined)
      .filter((name) => packages[`node_modules/${name}`] === undefined)
      .map((name) => `${name}, which ${place === '' ? 'package.json' : place} lists`),
  )
}

test('the lock file holds the programs of every platform, so that npm ci accepts it', () => {
  const lockFile: LockFile = JSON.parse(readFileSync(join(import.meta.dirname, '../../package-lock.json'), 'utf8'))

  const missing = missingFrom(lockFile)

  expect(missing, 'pin the package at the newest version of which the registry has every platform').toEqual([])
})

test('a platform that the registry did not have is missed', () => {
  const missing = missingFrom({
    packages: {
      'node_modules/linter': { optionalDependencies: { 'linter-linux': '2.0.0', 'linter-darwin': '2.0.0' } },
      'node_modules/linter-linux': {},
    },
  })

  expect(missing).toEqual(['linter-darwin, which node_modules/linter lists'])
})
