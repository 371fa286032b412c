/**
 * One row of the import table. A door is what a package's `exports` opens: `@curfew/store` is the main one,
 * `@curfew/store/memory` another, `@curfew/store/*` any of them. Tests may import any room and any package.
 */
export interface Room {
  folder: string
  /** Doors that it may go through. */
  doors: readonly string[]
  /** Doors of which it may `import type` and nothing that runs. */
  typeDoors?: readonly string[]
  /** Doors that it may open with `import()` only, so that a build can leave them out. */
  lazyDoors?: readonly string[]
  /** Packages of others; `name/path` allows that path alone, `@scope/*` the whole scope. */
  packages: readonly string[]
  /** Whether it runs on Node alone: a room that does not also runs in a browser tab, and never touches `node:`. */
  node: boolean
  /** Files and folders of a Node room that must run in a browser tab nevertheless. */
  browserParts?: readonly string[]
  /** It may take packages that are installed for development only, because it is no part of the product. */
  development?: true
  /** The room is announced and not built yet. */
  mayBeAbsent?: true
}

export const rooms: readonly Room[] = [
  { folder: 'packages/contract', doors: [], packages: ['zod'], node: false },
  { folder: 'packages/registry', doors: ['@curfew/contract'], packages: [], node: false },
  { folder: 'packages/access', doors: ['@curfew/contract'], packages: [], node: false },
  {
    folder: 'packages/api',
    doors: ['@curfew/contract', '@curfew/registry', '@curfew/access'],
    // The published OpenAPI document is generated from contract's schemas, by the schema library.
    packages: ['hono', 'zod'],
    node: false,
  },
  {
    folder: 'packages/store',
    // Of the registry it takes its ports and, so that no rule is written twice, the rules that a query must obey.
    doors: ['@curfew/contract', '@curfew/registry'],
    typeDoors: ['@curfew/access'],
    packages: ['kysely'],
    node: true,
    browserParts: ['src/memory'],
  },
  {
    folder: 'packages/radius',
    doors: ['@curfew/contract'],
    packages: [],
    node: true,
    // What came of asking a NAS, in words: the mock has NASes, too.
    browserParts: ['src/disconnect-outcome.ts', 'src/error-cause.ts', 'src/likely-causes.ts'],
    mayBeAbsent: true,
  },
  {
    folder: 'packages/logoff',
    doors: ['@curfew/contract', '@curfew/radius'],
    typeDoors: ['@curfew/registry'],
    packages: ['jose'],
    node: true,
    browserParts: [
      'src/event-stream',
      'src/guard-feed',
      'src/logout-tokens',
      'src/radius-disconnect',
      'src/shared-signals',
    ],
  },
  {
    folder: 'packages/guard',
    doors: [],
    typeDoors: ['@curfew/contract'],
    packages: [],
    node: true,
    browserParts: ['src/browser', 'src/browser.ts'],
    mayBeAbsent: true,
  },
  {
    folder: 'packages/mocks',
    doors: [
      '@curfew/contract',
      '@curfew/registry/*',
      '@curfew/access',
      '@curfew/api',
      '@curfew/store/memory',
      '@curfew/logoff/event-stream',
      '@curfew/logoff/guard-feed',
      '@curfew/logoff/logout-tokens',
      '@curfew/logoff/radius-disconnect',
      '@curfew/radius/disconnect-outcome',
      '@curfew/radius/error-cause',
      '@curfew/radius/likely-causes',
      '@curfew/logoff/shared-signals',
    ],
    packages: ['msw', 'uuid'],
    node: false,
    development: true,
  },
  {
    folder: 'apps/console',
    doors: ['@curfew/contract'],
    typeDoors: ['@curfew/api'],
    lazyDoors: ['@curfew/mocks/browser'],
    packages: ['react', 'react-dom', '@tanstack/*', 'react-aria-components', 'react-router', 'hono/client', 'zod/mini'],
    node: false,
  },
  {
    folder: 'apps/bff',
    doors: ['contract', 'registry', 'access', 'api', 'store', 'radius', 'logoff', 'guard'].map(
      (room) => `@curfew/${room}/*`,
    ),
    // Its own edges are the environment and the operator's shell, and they are parsed like any other.
    packages: ['@hono/node-server', 'hono', 'pino', '@node-rs/argon2', 'uuid', 'zod'],
    node: true,
  },
  {
    folder: 'apps/playground',
    doors: ['@curfew/guard/*', '@curfew/radius', '@curfew/contract'],
    packages: [
      'express',
      'express-session',
      'hono',
      '@hono/node-server',
      'better-auth',
      'jose',
      'oidc-provider',
      'openid-client',
      'standardwebhooks',
    ],
    node: true,
    development: true,
    mayBeAbsent: true,
  },
]

/** Folders of `test/` that hold a suite. An empty one would pass by having nothing to say. */
export const suites: readonly string[] = ['architecture', 'conformance', 'journeys', 'faults']

/** What stands at the top level besides dotfiles: all of it, and nothing else. */
export const topLevel: readonly string[] = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'apps',
  'docs',
  'package-lock.json',
  'package.json',
  'packages',
  'test',
  'tsconfig.json',
  'vite.config.ts',
]

/** What appears at the top level by working here, and is never committed. */
export const notCommitted: readonly string[] = ['coverage', 'data', 'data-demo', 'dist', 'node_modules']

export const longestFile = 300

/** Files that may be longer, each with the reason. */
export const longFiles: Readonly<Record<string, string>> = {}

/** Files whose reader demands a default export. */
export const defaultExports: readonly string[] = ['vite.config.ts']

/** Names that say nothing about what is in the file. */
export const emptyNames = /^(utils?|helpers?|common|misc|\S*manager|\S*service)$/i
