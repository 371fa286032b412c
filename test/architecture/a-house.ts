import { checkHouse } from './check-house.ts'
import type { House } from './house.ts'
import { rooms, suites, topLevel } from './rooms.ts'

/** A small house with nothing wrong in it: every room that must exist, with one file, and every suite with one test. */
export function aHouse(files: Record<string, string> = {}, without?: string): House {
  const folders = rooms.filter((room) => room.mayBeAbsent !== true).map((room) => room.folder)
  const standing: Record<string, string> = {
    'packages/store/src/memory/index.ts': "export { remember } from './remember.ts'",
    'packages/store/src/memory/remember.ts': 'export const remember = 1',
  }
  for (const folder of folders) {
    standing[`${folder}/src/index.ts`] = ''
    standing[`${folder}/src/something.ts`] = 'export const something = 1'
  }
  for (const suite of suites) standing[`test/${suite}/some.test.ts`] = ''
  const all = Object.entries({ ...standing, ...files }).filter(([path]) => path !== without)
  return {
    topLevel: [...topLevel],
    folders,
    files: new Map(all),
    doors: new Map([
      ...folders.map((folder) => [folder.replace(/^\w+/, '@curfew'), `${folder}/src/index.ts`] as const),
      ['@curfew/store/memory', 'packages/store/src/memory/index.ts'],
      ['@curfew/registry/cast', 'packages/registry/src/cast/index.ts'],
      ['@curfew/mocks/browser', 'packages/mocks/src/something.ts'],
    ]),
    dependencies: ['hono', 'kysely', 'react', '@tanstack/react-query', '@node-rs/argon2', 'vite', 'zod', 'uuid'],
    devDependencies: ['msw', 'vitest'],
  }
}

/** What is wrong with a house that is sound but for one file. */
export const wrongWith = (path: string, text: string) => checkHouse(aHouse({ [path]: text }))
