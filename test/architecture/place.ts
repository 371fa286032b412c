import { isBuiltin } from 'node:module'
import { posix } from 'node:path'
import type { House } from './house.ts'
import type { Room } from './rooms.ts'

/** Where an import leads. */
export type Place =
  | { at: 'file'; path: string }
  | { at: 'door'; door: string; path: string }
  | { at: 'wall'; specifier: string }
  | { at: 'node'; specifier: string }
  | { at: 'package'; name: string; specifier: string }

/** Follow a specifier from the file that holds it. A `wall` is a path into a room of ours that no door opens. */
export function follow(house: House, from: string, specifier: string): Place {
  const [bare = specifier] = specifier.split('?')
  if (bare.startsWith('.')) return { at: 'file', path: posix.join(posix.dirname(from), bare) }
  if (bare.startsWith('@curfew/')) {
    const path = house.doors.get(bare)
    return path === undefined ? { at: 'wall', specifier: bare } : { at: 'door', door: bare, path }
  }
  if (isBuiltin(bare)) return { at: 'node', specifier: bare }
  const name = bare.split('/', bare.startsWith('@') ? 2 : 1).join('/')
  return { at: 'package', name, specifier: bare }
}

export function roomOf(rooms: readonly Room[], path: string): Room | undefined {
  return rooms.find((room) => path.startsWith(`${room.folder}/`))
}

/** A room's own name for others: `@curfew/store` for `packages/store`. */
export const nameOf = (room: Room) => `@curfew/${posix.basename(room.folder)}`

/** Tests (`*.test.ts`), the suites that they share (`*.suite.ts`) and what they are made of (`*.test-kit.ts`); they may import any room. */
export const isTest = (path: string) => /\.(test|suite|test-kit)\.tsx?$/.test(path) || path.startsWith('test/')

/** Whether a file of that room must run in a browser tab as well. */
export function runsInBrowser(room: Room, path: string): boolean {
  const inside = path.slice(room.folder.length + 1)
  return !room.node || (room.browserParts ?? []).some((part) => inside === part || inside.startsWith(`${part}/`))
}

/** Whether a list of doors or packages allows the specifier: `a/*` allows `a` and all below it, `a/b` that alone. */
export function allows(list: readonly string[], specifier: string): boolean {
  return list.some((entry) => {
    const stem = entry.endsWith('/*') ? entry.slice(0, -2) : undefined
    return specifier === entry || (stem !== undefined && (specifier === stem || specifier.startsWith(`${stem}/`)))
  })
}
