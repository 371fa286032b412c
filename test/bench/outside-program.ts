import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Whose programs these are when root runs the bench: PostgreSQL refuses to be root's. */
const userInsteadOfRoot = 'postgres'
const startLimitMs = 60_000
const stopLimitMs = 30_000
/** Of what a program prints only the end is kept: it is looked at when something went wrong. */
const keptCharacters = 20_000

export type UserId = { readonly uid: number; readonly gid: number }

/** Null: as whoever runs this. @throws Error when this is root and there is no other user to be */
export function userOfPrograms(): UserId | null {
  if (process.getuid?.() !== 0) return null
  const number = (which: '-u' | '-g') => Number(execFileSync('id', [which, userInsteadOfRoot], { stdio: 'pipe' }))
  return { uid: number('-u'), gid: number('-g') }
}

/** An empty directory that nobody but that user can read; it is removed with all that is in it. */
export async function ownDirectory(name: string, user: UserId | null) {
  const path = await mkdtemp(join(tmpdir(), `curfew-${name}-`))
  if (user !== null) await chown(path, user.uid, user.gid)
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** The words that run a command as that user, and that end it with this signal when this process is gone, however it went. */
export function asUser(words: readonly string[], user: UserId | null, endedBy: NodeJS.Signals = 'SIGTERM') {
  const identity = user === null ? [] : ['--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups']
  return ['setpriv', '--pdeathsig', endedBy.replace('SIG', ''), ...identity, '--', ...words]
}

export type OutsideProgram = {
  readonly words: readonly string[]
  readonly user: UserId | null
  /** What it prints once it can be used. */
  readonly readyText: string
  /** The signal that ends it in good order. */
  readonly endedBy: NodeJS.Signals
}

/**
 * Start a program that is none of ours and wait until it can be used. Disposing of it ends it, hard when it takes too long.
 *
 * @throws Error with the end of what it printed, when it ends or is not ready in time; then it is gone
 */
export async function startOutside({ words, user, readyText, endedBy }: OutsideProgram) {
  const [command = '', ...rest] = asUser(words, user, endedBy)
  const child = spawn(command, rest, { cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C' }, stdio: 'pipe' })
  let printed = ''
  const ready = Promise.withResolvers<void>()
  const fail = (reason: string) => ready.reject(new Error(`${words[0]} ${reason}:\n${printed}`))
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed = (printed + text).slice(-keptCharacters)
      if (printed.includes(readyText)) ready.resolve()
    })
  child.once('error', ({ message }) => fail(message))
  child.once('close', (code, signal) => fail(`ended with ${signal ?? `exit code ${code}`}`))
  const timer = setTimeout(() => fail(`was not ready within ${startLimitMs} ms`), startLimitMs)
  try {
    await ready.promise
  } catch (error) {
    await end(child, endedBy)
    throw error
  } finally {
    clearTimeout(timer)
  }
  return { printed: () => printed, [Symbol.asyncDispose]: () => end(child, endedBy) }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'close')
  const timer = setTimeout(() => child.kill('SIGKILL'), stopLimitMs)
  child.kill(signal)
  await ended
  clearTimeout(timer)
}
