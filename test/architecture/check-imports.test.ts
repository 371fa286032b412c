import { expect, test } from 'vitest'
import { aHouse, wrongWith } from './a-house.ts'
import { checkHouse } from './check-house.ts'

const forbidden: [what: string, path: string, text: string, complaint: string][] = [
  [
    'a room that the table does not allow',
    'packages/api/src/x.ts',
    "import { a } from '@curfew/store'",
    'x.ts:1 imports @curfew/store, which @curfew/api may not',
  ],
  [
    'a stray type',
    'packages/contract/src/x.ts',
    "import type { A } from '@curfew/registry'",
    '@curfew/contract may not',
  ],
  ['a stray re-export', 'packages/registry/src/x.ts', "export * from '@curfew/access'", '@curfew/registry may not'],
  [
    'a stray named re-export',
    'packages/registry/src/x.ts',
    "export { a } from '@curfew/access'",
    '@curfew/registry may not',
  ],
  ['a stray import()', 'packages/registry/src/x.ts', "\nawait import('@curfew/store')", 'x.ts:2 imports @curfew/store'],
  [
    'a stray import() of a template',
    'packages/registry/src/x.ts',
    'await import(`@curfew/store`)',
    'imports @curfew/store',
  ],
  ['a stray import for its effect', 'packages/registry/src/x.ts', "import '@curfew/store'", 'imports @curfew/store'],
  [
    'a stray type written in place',
    'packages/registry/src/x.ts',
    "type A = import('@curfew/store').A",
    'imports @curfew/store',
  ],
  ['a stray require', 'packages/registry/src/x.ts', "const a = require('@curfew/store')", 'imports @curfew/store'],
  ['a computed import()', 'packages/api/src/x.ts', 'const a = await import(name)', 'imports something computed'],
  [
    'a path through the wall',
    'packages/api/src/x.ts',
    "import { a } from '@curfew/registry/src/plan.ts'",
    'which no door opens',
  ],
  [
    'a relative path out of the room',
    'packages/api/src/x.ts',
    "import { a } from '../../registry/src/something.ts'",
    'reaches out of its room to packages/registry/src/something.ts',
  ],
  [
    'a room through its own door',
    'packages/api/src/x.ts',
    "import { a } from '@curfew/api'",
    'goes through its own door',
  ],
  ['a test', 'packages/api/src/x.ts', "import { a } from './x.test-kit.ts'", 'which is there for tests'],
  [
    'a value of a room that gives only types',
    'apps/console/src/x.tsx',
    "import { api } from '@curfew/api'",
    '@curfew/console may not',
  ],
  [
    'a type beside which the import itself stays',
    'apps/console/src/x.tsx',
    "import { type Api } from '@curfew/api'",
    '@curfew/console may not',
  ],
  [
    'the mocks other than lazily',
    'apps/console/src/x.tsx',
    "import { start } from '@curfew/mocks/browser'",
    '@curfew/console may not',
  ],
  ['the mocks, in the product', 'apps/bff/src/x.ts', "import { start } from '@curfew/mocks'", '@curfew/bff may not'],
  [
    'a store that no browser has, in the mocks',
    'packages/mocks/src/x.ts',
    "import { store } from '@curfew/store'",
    '@curfew/mocks may not',
  ],
  [
    'a package that the table does not allow',
    'packages/access/src/x.ts',
    "import * as z from 'zod'",
    'imports zod, which @curfew/access may not',
  ],
  [
    'another path of a package than the allowed one',
    'apps/console/src/x.ts',
    "import { Hono } from 'hono'",
    'imports hono, which @curfew/console may not',
  ],
  [
    'a package that is installed for development only',
    'apps/console/src/x.tsx',
    "import { createRoot } from 'react-dom'",
    'no dependency of the product',
  ],
  [
    'node: in a room of the browser',
    'packages/contract/src/x.ts',
    "import { hash } from 'node:crypto'",
    'imports node:crypto, and must run in a browser tab',
  ],
  [
    'node: for its types',
    'packages/contract/src/x.ts',
    "import type { Hash } from 'node:crypto'",
    'imports node:crypto',
  ],
  [
    'a module of Node without its prefix',
    'packages/api/src/x.ts',
    "import { readFile } from 'fs/promises'",
    'imports fs/promises',
  ],
  [
    'node: in the part of a room that browsers have',
    'packages/store/src/memory/x.ts',
    "import 'node:fs'",
    'imports node:fs',
  ],
  ['a name that Node alone provides', 'packages/access/src/x.ts', "const a = Buffer.from('a')", 'uses Buffer'],
  ['the process', 'packages/access/src/x.ts', "const fs = process.getBuiltinModule('node:fs')", 'uses process'],
]

test.for(forbidden)('refused: %s', ([, path, text, complaint]) => {
  const wrong = wrongWith(path, text)

  expect(wrong).toHaveLength(1)
  expect(wrong[0]).toContain(complaint)
})

const allowed: [what: string, path: string, text: string][] = [
  ['the door of an allowed room', 'packages/api/src/x.ts', "import { plan } from '@curfew/registry'"],
  ['a file of its own', 'packages/api/src/x.ts', "import { something } from './something.ts'"],
  ['an allowed package and its paths', 'packages/api/src/x.ts', "import { cors } from 'hono/cors'"],
  ['an allowed scope', 'apps/console/src/x.tsx', "import { useQuery } from '@tanstack/react-query'"],
  ['node: in a room of the server', 'packages/store/src/x.ts', "import 'node:sqlite'"],
  ['the process in a room of the server', 'apps/bff/src/x.ts', 'const port = process.env.PORT'],
  [
    'the ports of the registry, as types',
    'packages/store/src/x.ts',
    "import type { RegistryPorts } from '@curfew/registry'",
  ],
  [
    'a parameter that happens to be called process',
    'packages/registry/src/x.ts',
    'export const cut = ({ process = "" }) => process.length',
  ],
  ['a rule of the registry, in the store', 'packages/store/src/x.ts', "import { isListed } from '@curfew/registry'"],
  [
    'the api, as a type',
    'apps/console/src/x.ts',
    "import type { Api } from '@curfew/api'\nexport type { B } from '@curfew/api'",
  ],
  ['the mocks, lazily', 'apps/console/src/x.ts', "await import('@curfew/mocks/browser')"],
  ['the memory store, in the mocks', 'packages/mocks/src/x.ts', "import { remember } from '@curfew/store/memory'"],
  ['what is installed for development, in the mocks', 'packages/mocks/src/x.ts', "import { http } from 'msw'"],
  ['any door, in the product', 'apps/bff/src/x.ts', "import '@curfew/store'\nimport '@curfew/store/memory'"],
  [
    'any room and package, in a test',
    'packages/contract/src/x.test.ts',
    "import '@curfew/store'\nimport 'node:fs'\nimport 'vitest'",
  ],
  [
    'an import that is only mentioned',
    'packages/contract/src/x.ts',
    "// import '@curfew/store'\nconst a = \"import 'node:fs'\"",
  ],
  ['a style beside its component', 'apps/console/src/x.tsx', "import styles from './x.module.css'"],
]

test.for(allowed)('allowed: %s', ([, path, text]) => {
  expect(wrongWith(path, text)).toEqual([])
})

test('node: is found behind the door of another room, and the way to it is named', () => {
  const wrong = wrongWith(
    'packages/store/src/memory/remember.ts',
    "import { a } from '../something.ts'\nexport const b = a",
  )
  const reached = checkHouse(
    aHouse({
      'packages/store/src/something.ts': "import { a } from './deep.ts'",
      'packages/store/src/deep.ts': "import 'node:fs'",
      'packages/store/src/memory/remember.ts': "import '../something.ts'",
      'packages/mocks/src/x.ts': "import '@curfew/store/memory'",
    }),
  )

  expect(wrong).toEqual([])
  expect(reached).toContain(
    'packages/store/src/memory/remember.ts:1 reaches node:fs <- packages/store/src/deep.ts <- packages/store/src/something.ts',
  )
  expect(reached.some((sentence) => sentence.startsWith('packages/mocks/src/x.ts:1 reaches node:fs'))).toBe(true)
})

test('types that are imported from a room of the server bring no node: with them', () => {
  const wrong = checkHouse(
    aHouse({
      'packages/store/src/something.ts': "import 'node:fs'",
      'packages/store/src/memory/remember.ts': "import type { A } from '../something.ts'",
    }),
  )

  expect(wrong).toEqual([])
})
