import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createGuard, type Guard } from '@curfew/guard'
import { protectNode } from '@curfew/guard/node'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { toNodeHandler } from 'better-auth/node'
import express from 'express'
import session from 'express-session'
import { startFakeCurfew } from '../../packages/guard/src/fake-curfew.test-kit.ts'

/** The servers that are compared: each answers the same few bytes to one logged-on user. */
export type Contender = {
  readonly name: string
  readonly port: number
  readonly cookie: string
  /** Requests of one connection in a round, if fewer than usual. */
  readonly each?: number
}

const hello: RequestListener = (_request, response) => void response.end('hello')

async function listen(listener: RequestListener): Promise<number> {
  const server: Server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

async function guarded(guard: Guard): Promise<Contender> {
  const handle = randomUUID()
  await guard.register({ handle, kind: 'self-service-console', userId: 'ada' })
  const protect = protectNode(guard, {
    handleOf: ({ headers }) => /sid=([^;]+)/.exec(headers.get('cookie') ?? '')?.[1],
  })
  const port = await listen((request, response) => protect(request, response, () => hello(request, response)))
  return { name: 'guarded', port, cookie: `sid=${handle}` }
}

/** express-session as its users run it: the session is read from the store, and its expiry written back, with every request. */
async function expressSession(): Promise<Contender> {
  const database = new DatabaseSync(join(mkdtempSync(join(tmpdir(), 'curfew-bench-')), 'sessions.sqlite'))
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('CREATE TABLE session (sid TEXT PRIMARY KEY, data TEXT NOT NULL, expires INTEGER NOT NULL)')
  const read = database.prepare('SELECT data FROM session WHERE sid = ? AND expires > ?')
  const write = database.prepare(
    'INSERT INTO session VALUES (?, ?, ?) ON CONFLICT (sid) DO UPDATE SET data = excluded.data, expires = excluded.expires',
  )
  const touch = database.prepare('UPDATE session SET expires = ? WHERE sid = ?')
  const later = () => Date.now() + 30 * 60_000

  class SqliteStore extends session.Store {
    override get(sid: string, done: (error: unknown, data?: session.SessionData | null) => void) {
      const row = read.get(sid, Date.now())
      done(null, row ? (JSON.parse(String(row['data'])) as session.SessionData) : null)
    }
    override set(sid: string, data: session.SessionData, done?: (error?: unknown) => void) {
      write.run(sid, JSON.stringify(data), later())
      done?.()
    }
    override touch(sid: string, _data: session.SessionData, done?: () => void) {
      touch.run(later(), sid)
      done?.()
    }
    override destroy(_sid: string, done?: (error?: unknown) => void) {
      done?.()
    }
  }

  const app = express()
  app.use(session({ store: new SqliteStore(), secret: randomUUID(), resave: false, saveUninitialized: false }))
  app.get('/logon', (request, response) => {
    Object.assign(request.session, { userId: 'ada' })
    response.end()
  })
  app.get('/', (request, response) => void response.status('userId' in request.session ? 200 : 401).end('hello'))
  const port = await listen(app)
  const logon = await fetch(`http://127.0.0.1:${port}/logon`)
  return { name: 'express-session on SQLite', port, cookie: cookieOf(logon) }
}

/**
 * better-auth's get-session on SQLite, without its cookie cache: so it, too, refuses a session that was ended elsewhere. Called
 * in the process that holds its sessions; and asked over HTTP, as every other application must.
 */
async function betterAuthSession(): Promise<Contender[]> {
  const options = {
    baseURL: 'http://127.0.0.1',
    secret: randomUUID() + randomUUID(),
    database: new DatabaseSync(':memory:'),
    emailAndPassword: { enabled: true },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
  }
  await (await getMigrations(options)).runMigrations()
  const auth = betterAuth(options)
  const signUp = await auth.api.signUpEmail({
    body: { email: 'ada@example.com', name: 'Ada', password: randomUUID() },
    asResponse: true,
  })
  const port = await listen((request, response) => {
    void auth.api.getSession({ headers: new Headers({ cookie: request.headers.cookie ?? '' }) }).then((found) => {
      response.statusCode = found ? 200 : 401
      response.end('hello')
    })
  })
  const handle = toNodeHandler(auth)
  const asked = await listen((request, response) => void handle(request, response))
  const elsewhere = await listen((request, response) => {
    const headers = { cookie: request.headers.cookie ?? '' }
    void fetch(`http://127.0.0.1:${asked}/api/auth/get-session`, { headers }).then(async (answer) => {
      response.statusCode = (await answer.json()) === null ? 401 : 200
      response.end('hello')
    })
  })
  const cookie = cookieOf(signUp)
  return [
    { name: 'better-auth get-session', port, cookie, each: 25 },
    { name: 'better-auth get-session, from another application', port: elsewhere, cookie, each: 10 },
  ]
}

const cookieOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')

async function ours(): Promise<Contender[]> {
  const curfew = await startFakeCurfew({ leaseMs: 5_000 })
  const guard = createGuard({ url: curfew.url, key: 'bench' })
  return [{ name: 'unguarded', port: await listen(hello), cookie: '' }, await guarded(guard)]
}

async function others(): Promise<Contender[]> {
  return [await expressSession(), ...(await betterAuthSession())]
}

// What one keeps in memory and has compiled must not weigh on the other: each is a process of its own.
process.send?.(process.argv[2] === 'ours' ? await ours() : await others())
process.once('disconnect', () => process.exit())
