import type { House } from './house.ts'
import type { Import, Module } from './module.ts'
import { allows, follow, isTest, nameOf, type Place, roomOf, runsInBrowser } from './place.ts'
import type { Room } from './rooms.ts'

export type Modules = Map<string, Module>

/** Every import that the table does not allow, and everything of Node in what must run in a browser tab; one sentence each. */
export function checkImports(house: House, rooms: readonly Room[], modules: Modules): string[] {
  return [...modules].flatMap(([path, module]) => {
    const room = roomOf(rooms, path)
    if (room === undefined || isTest(path)) return []
    const forbidden = module.imports.flatMap((taken) => {
      const reason = whyNot(house, room, path, taken)
      return reason === undefined ? [] : [`${path}:${taken.line} ${reason}`]
    })
    return runsInBrowser(room, path) ? [...forbidden, ...touchesOfNode(house, modules, path, module)] : forbidden
  })
}

function whyNot(house: House, room: Room, path: string, { specifier, kind }: Import): string | undefined {
  if (specifier === undefined) return 'imports something computed, which no check can follow'
  const place = follow(house, path, specifier)
  if (place.at === 'file') {
    if (isTest(place.path)) return `imports ${place.path}, which is there for tests`
    return place.path.startsWith(`${room.folder}/`) ? undefined : `reaches out of its room to ${place.path}`
  }
  if (place.at === 'wall') return `imports ${specifier}, which no door opens`
  if (place.at === 'node')
    return runsInBrowser(room, path) ? `imports ${specifier}, and must run in a browser tab` : undefined
  if (place.at === 'package') return whyNotPackage(house, room, place, kind)
  if (allows([`${nameOf(room)}/*`], place.door)) return `goes through its own door ${specifier}`
  if (allows(room.doors, specifier)) return undefined
  if (kind === 'type' && allows(room.typeDoors ?? [], specifier)) return undefined
  if (kind === 'lazy' && allows(room.lazyDoors ?? [], specifier)) return undefined
  return `imports ${specifier}, which ${nameOf(room)} may not`
}

function whyNotPackage(
  house: House,
  room: Room,
  place: Place & { at: 'package' },
  kind: Import['kind'],
): string | undefined {
  const byName = allows(room.packages, place.name) || allows(room.packages, place.specifier)
  if (!byName) return `imports ${place.specifier}, which ${nameOf(room)} may not`
  if (house.dependencies.includes(place.name)) return undefined
  const forDevelopment = house.devDependencies.includes(place.name)
  if (forDevelopment && (room.development === true || kind === 'type')) return undefined
  return `imports ${place.name}, which is no dependency of the product`
}

/** Node's own names in the file, and Node's modules that it reaches through files which need not run in a browser tab. */
function touchesOfNode(house: House, modules: Modules, path: string, module: Module): string[] {
  const globals = module.nodeGlobals.map(
    ({ name, line }) => `${path}:${line} uses ${name}, and must run in a browser tab`,
  )
  const reached = module.imports.flatMap((taken) => {
    const next = nextFile(house, path, taken)
    const way = next === undefined ? undefined : wayToNode(house, modules, next, new Set([path]))
    return way === undefined || way.length < 2 ? [] : [`${path}:${taken.line} reaches ${way.join(' <- ')}`]
  })
  return [...globals, ...reached]
}

/** The files from the `node:` module back to this one, nearest to Node first; undefined when there is no such way. */
function wayToNode(house: House, modules: Modules, path: string, seen: Set<string>): string[] | undefined {
  if (seen.has(path)) return undefined
  seen.add(path)
  for (const taken of modules.get(path)?.imports ?? []) {
    if (taken.kind === 'type' || taken.specifier === undefined) continue
    const place = follow(house, path, taken.specifier)
    if (place.at === 'node') return [place.specifier, path]
    const next = nextFile(house, path, taken)
    const way = next === undefined ? undefined : wayToNode(house, modules, next, seen)
    if (way !== undefined) return [...way, path]
  }
  return undefined
}

/** The file of ours that runs because of the import; none for types and for what is not ours. */
function nextFile(house: House, path: string, { specifier, kind }: Import): string | undefined {
  if (kind === 'type' || specifier === undefined) return undefined
  const place = follow(house, path, specifier)
  return place.at === 'file' || place.at === 'door' ? place.path : undefined
}
