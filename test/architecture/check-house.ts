import { posix } from 'node:path'
import { checkImports } from './check-imports.ts'
import type { House } from './house.ts'
import { type Module, readModule } from './module.ts'
import { isTest } from './place.ts'
import * as table from './rooms.ts'

/** Everything that is wrong with the house, one sentence each; an empty answer means that it stands as it was drawn. */
export function checkHouse(house: House): string[] {
  const modules = new Map<string, Module>()
  const unreadable: string[] = []
  for (const [path, text] of house.files) {
    if (path.endsWith('.css')) continue
    try {
      modules.set(path, readModule(path, text))
    } catch (error) {
      unreadable.push(String(error))
    }
  }
  return [
    ...unreadable,
    ...checkTopLevel(house),
    ...checkRooms(house),
    ...checkFiles(house, modules),
    ...checkImports(house, table.rooms, modules),
  ]
}

function checkTopLevel({ topLevel }: House): string[] {
  return [
    ...topLevel
      .filter((name) => !table.topLevel.includes(name))
      .map((name) => `${name} does not belong at the top level`),
    ...table.topLevel.filter((name) => !topLevel.includes(name)).map((name) => `${name} is missing at the top level`),
  ]
}

function checkRooms({ folders, files }: House): string[] {
  const paths = [...files.keys()]
  const unknown = folders.filter((folder) => !table.rooms.some((room) => room.folder === folder))
  const missing = table.rooms.filter((room) => room.mayBeAbsent !== true && !folders.includes(room.folder))
  const empty = folders.filter(
    (folder) =>
      !paths.some((path) => path.startsWith(`${folder}/src/`) && /\.tsx?$/.test(path) && holdsSomething(path)),
  )
  const silent = table.suites.filter(
    (suite) => !paths.some((path) => path.startsWith(`test/${suite}/`) && /\.test\.tsx?$/.test(path)),
  )
  return [
    ...unknown.map((folder) => `${folder} is not in the table of rooms`),
    ...missing.map((room) => `${room.folder} is missing`),
    ...empty.map((folder) => `${folder} is an empty room`),
    ...silent.map((suite) => `test/${suite} holds no test`),
  ]
}

/** A test and a door are not yet a reason for a room. */
const holdsSomething = (path: string) => !isTest(path) && posix.basename(path) !== 'index.ts' && !path.endsWith('.d.ts')

function checkFiles({ files }: House, modules: Map<string, Module>): string[] {
  return [...files].flatMap(([path, text]) => {
    const wrong: string[] = []
    const lines = text.replace(/\n$/, '').split('\n').length
    if (lines > table.longestFile && table.longFiles[path] === undefined)
      wrong.push(`${path} has ${lines} lines; a file stops at ${table.longestFile}`)
    if (modules.get(path)?.defaultExport === true && !table.defaultExports.includes(path) && !path.endsWith('.d.ts'))
      wrong.push(`${path} has a default export`)
    if (path.split('/').some((name) => table.emptyNames.test(name.replace(/\..*$/, ''))))
      wrong.push(`${path} has a name that says nothing`)
    return wrong
  })
}
