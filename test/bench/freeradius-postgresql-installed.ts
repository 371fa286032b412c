import { spawnSync } from 'node:child_process'
import { accessSync, constants, globSync } from 'node:fs'
import { dirname } from 'node:path'
import { onPath } from '../apt.ts'
import { userOfPrograms } from './outside-program.ts'

export type Installed = {
  readonly freeRadius: string
  readonly freeRadiusVersion: string
  /** Where its schema and its queries for PostgreSQL are. */
  readonly sqlFolder: string
  readonly postgreSqlFolder: string
}
export type Missing = { readonly missing: string }

/** What has to be known of the machine. */
export type BenchMachine = {
  /** The first file of that name on the PATH that can be used. */
  readonly program: (name: string) => string | undefined
  /** The first of these patterns' files that can be read. */
  readonly file: (...patterns: readonly string[]) => string | undefined
  /** What `freeradius -v` says. */
  readonly freeRadiusSays: () => string
  /** Whether there is somebody to be who is not root. */
  readonly hasUser: () => boolean
}

/** @returns where it all is, or every part that is missing with the Debian package that has it */
export function findFreeRadiusAndPostgreSql(machine: BenchMachine = thisMachine()): Installed | Missing {
  const { program, file } = machine
  const freeRadius = program('freeradius') ?? program('radiusd')
  const version = freeRadius && /Version (3\.\d+\.\d+)/.exec(machine.freeRadiusSays())?.[1]
  const driver = file('/usr/lib*/freeradius/rlm_sql_postgresql.so', '/usr/lib/*/freeradius/rlm_sql_postgresql.so')
  const inSqlFolder = (name: string) =>
    file(...['/etc/freeradius/3.0', '/etc/raddb'].map((etc) => `${etc}/mods-config/sql/main/postgresql/${name}`))
  const schema = inSqlFolder('schema.sql')
  const queries = inSqlFolder('queries.conf')
  const initdb = file('/usr/lib/postgresql/*/bin/initdb', '/usr/pgsql-*/bin/initdb') ?? program('initdb')
  const lacking = [
    !version && 'FreeRADIUS 3 (Debian: freeradius)',
    !driver && 'its driver rlm_sql_postgresql (Debian: freeradius-postgresql)',
    !(schema && queries) && 'its schema and queries for PostgreSQL, readable by this user (Debian: freeradius-config)',
    !initdb && "PostgreSQL's server programs (Debian: postgresql)",
    !program('setpriv') && 'setpriv (Debian: util-linux)',
    !machine.hasUser() && 'a user postgres, which the programs run as when this is root',
  ].filter((part) => part !== false)
  if (lacking.length > 0 || !freeRadius || !version || !schema || !initdb) return { missing: lacking.join('; ') }
  return {
    freeRadius,
    freeRadiusVersion: version,
    sqlFolder: dirname(schema),
    postgreSqlFolder: dirname(initdb),
  }
}

function thisMachine(): BenchMachine {
  const program = (name: string) => onPath(name)[0]
  return {
    program,
    // The newest of several versions.
    file: (...patterns) => patterns.flatMap((pattern) => globSync(pattern).sort(newestFirst)).find(isReadable),
    freeRadiusSays: () =>
      spawnSync(program('freeradius') ?? program('radiusd') ?? '', ['-v'], { encoding: 'utf8' }).stdout,
    hasUser,
  }
}

const newestFirst = (a: string, b: string) => b.localeCompare(a, 'en', { numeric: true })

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}

function hasUser(): boolean {
  try {
    userOfPrograms()
    return true
  } catch {
    return false
  }
}
