import { chown, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freeUdpPort } from '../vpn.ts'
import { freeRadiusConfiguration, freeRadiusThreads } from './freeradius-configuration.ts'
import { findFreeRadiusAndPostgreSql, type Installed, type Missing } from './freeradius-postgresql-installed.ts'
import { ownDirectory, startOutside, type UserId, userOfPrograms } from './outside-program.ts'
import { type PostgreSql, postgreSqlSettings, startPostgreSql } from './postgresql.ts'

/** What is in its table of sessions. */
export type Stored = { readonly sessions: number; readonly ended: number }

/** FreeRADIUS that answers accounting once PostgreSQL has it on the disk: both started for this, and gone afterwards. */
export interface FreeRadiusOnPostgreSql extends AsyncDisposable {
  readonly what: string
  readonly port: number
  readonly settings: string
  readonly stored: () => Stored
}

/** @returns what is missing, where it cannot be started with what is installed */
export async function startFreeRadiusOnPostgreSql(
  secret: string,
): Promise<FreeRadiusOnPostgreSql | (Missing & AsyncDisposable)> {
  const installed = findFreeRadiusAndPostgreSql()
  if ('missing' in installed) return { ...installed, [Symbol.asyncDispose]: async () => {} }
  const user = userOfPrograms()
  await using started = new AsyncDisposableStack()
  const database = started.use(await startPostgreSql(installed.postgreSqlFolder, user))
  database.run(await readFile(join(installed.sqlFolder, 'schema.sql'), 'utf8'))
  const port = started.use(await startFreeRadius({ installed, user, database, secret })).port
  const kept = started.move()
  return {
    what: `FreeRADIUS ${installed.freeRadiusVersion} on PostgreSQL ${database.version}`,
    port,
    settings: [
      `${freeRadiusThreads} threads and as many connections on a Unix socket, its own schema and queries, accounting { sql } and nothing else`,
      ...Object.entries(postgreSqlSettings).map(([name, value]) => `${name} = ${value}`),
    ].join(', '),
    stored: () => storedIn(database),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

type Starting = {
  readonly installed: Installed
  readonly user: UserId | null
  readonly database: PostgreSql
  readonly secret: string
}

async function startFreeRadius({ installed, user, database: { connection }, secret }: Starting) {
  await using started = new AsyncDisposableStack()
  const { path: directory } = started.use(await ownDirectory('freeradius', user))
  const port = await freeUdpPort()
  const write = async (name: string, text: string) => {
    const file = join(directory, name)
    await writeFile(file, text, { mode: 0o600 })
    if (user !== null) await chown(file, user.uid, user.gid)
  }
  await write('queries.conf', await readFile(join(installed.sqlFolder, 'queries.conf'), 'utf8'))
  await write('radiusd.conf', freeRadiusConfiguration({ directory, port, secret, connection }))
  const words = [installed.freeRadius, '-f', '-l', 'stdout', '-d', directory, '-n', 'radiusd']
  started.use(await startOutside({ words, user, readyText: 'Ready to process requests', endedBy: 'SIGTERM' }))
  const kept = started.move()
  return { port, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

function storedIn({ run }: PostgreSql): Stored {
  const counted = run('SELECT count(*), count(acctstoptime) FROM radacct')
  const [sessions = Number.NaN, ended = Number.NaN] = counted.split('|').map(Number)
  return { sessions, ended }
}
