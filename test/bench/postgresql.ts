import { execFileSync } from 'node:child_process'
import { asUser, ownDirectory, startOutside, type UserId } from './outside-program.ts'

/** A database of its own, in a directory that goes when it goes; reached through a Unix socket there, and on no port. */
export interface PostgreSql extends AsyncDisposable {
  /** As libpq takes it. */
  readonly connection: string
  readonly version: string
  /** Run statements one after the other. @returns what they select: rows as lines, columns apart by `|` */
  readonly run: (sql: string) => string
}

/**
 * Nothing is answered before it is on the disk; room enough that no checkpoint has to be made while it is measured. Measured, and
 * without effect: `commit_delay`, `wal_level = minimal`, another `wal_sync_method`.
 */
export const postgreSqlSettings = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  shared_buffers: '1GB',
  wal_buffers: '64MB',
  max_wal_size: '8GB',
  checkpoint_timeout: '30min',
  max_connections: '100',
} as const

const limitMs = 60_000

/** @param folder where PostgreSQL's programs are */
export async function startPostgreSql(folder: string, user: UserId | null): Promise<PostgreSql> {
  await using started = new AsyncDisposableStack()
  const { path } = started.use(await ownDirectory('postgresql', user))
  const data = `${path}/data`
  const programs = ['--auth=trust', '--username=radius', '--encoding=UTF8', '--locale=C', '--no-sync']
  command([`${folder}/initdb`, '-D', data, ...programs], user)
  const settings = { ...postgreSqlSettings, listen_addresses: '', unix_socket_directories: path }
  const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  started.use(
    await startOutside({
      words: [`${folder}/postgres`, '-D', data, ...words],
      user,
      readyText: 'database system is ready to accept connections',
      // Fast shutdown: it waits for no client.
      endedBy: 'SIGINT',
    }),
  )
  const connection = `host=${path} user=radius dbname=postgres`
  const psql = [`${folder}/psql`, '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', connection]
  const run = (sql: string) => command(psql, user, sql)
  const version = run('SHOW server_version').split(' ')[0] ?? ''
  const kept = started.move()
  return { connection, version, run, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

function command(words: readonly string[], user: UserId | null, input = ''): string {
  const [program = '', ...rest] = asUser(words, user)
  const env = { PATH: process.env['PATH'], LC_ALL: 'C', PGCONNECT_TIMEOUT: '10' }
  return execFileSync(program, rest, { cwd: '/', env, input, encoding: 'utf8', timeout: limitMs, stdio: 'pipe' }).trim()
}
