import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { programOfNpmStart } from '../product.ts'

const house = join(import.meta.dirname, '../..')
const wordsOfNpmStart = await programOfNpmStart()

/** A start of the product that need not succeed: what it printed, and how it ended. */
export type Start = {
  readonly child: ChildProcess
  readonly printed: () => { readonly out: string; readonly err: string }
  /** Resolves when its output says so; rejects when it ends before. */
  says(text: string | RegExp): Promise<string>
  /** Its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>
}

export type SpawnOptions = {
  readonly words?: readonly string[]
  /** No file may grow beyond so many bytes, as if the disk were full. */
  readonly largestFileBytes?: number
}

/** Start the product as `npm start` does, with this environment and no other setting of Curfew. Ended with the test process. */
export function spawnCurfew(env: Record<string, string>, { words = [], largestFileBytes }: SpawnOptions = {}): Start {
  const endWithParent = new URL('../setup/end-with-parent.mjs', import.meta.url).href
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(CURFEW_|VITEST|NODE_ENV$|HOST$|PORT$)/.test(name),
  )
  const program = [process.execPath, '--import', endWithParent, ...wordsOfNpmStart, ...words]
  // The signal that the kernel sends at the limit is ignored; what is left is a write that fails.
  const limit = largestFileBytes === undefined ? '' : `trap '' XFSZ; ulimit -f ${Math.floor(largestFileBytes / 512)};`
  const child = spawn('sh', ['-c', `${limit} exec "$0" "$@"`, ...program], {
    cwd: house,
    env: { ...Object.fromEntries(inherited), PORT: '0', ...env },
    stdio: 'pipe',
  })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
    child.emit('said')
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
    child.emit('said')
  })
  const ended = once(child, 'close').then(() => child.exitCode)
  return {
    child,
    ended,
    printed: () => ({ out, err }),
    async says(text) {
      for (;;) {
        const found = (out + err).match(text)
        if (found !== null) return found[0]
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`It ended before it said ${text}:\n${out}${err}`)
        await Promise.race([once(child, 'said'), ended])
      }
    },
  }
}

/** `http://127.0.0.1:PORT` as it is printed. */
export async function addressOf(start: Start): Promise<string> {
  return await start.says(/(?<=^Curfew is ready at )\S+(?=\n)/m)
}
