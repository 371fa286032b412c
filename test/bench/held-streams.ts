import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

export type ToClients =
  | { readonly say: 'open'; readonly port: number; readonly requests: readonly string[]; readonly atOnce: number }
  | { readonly say: 'await'; readonly marker: string; readonly streams: number }
  | { readonly say: 'leave' }
export type FromClients =
  | { readonly say: 'opened' | 'awaiting' }
  | { readonly say: 'arrived'; readonly firstMs: number; readonly lastMs: number }

/** When a text arrived on the first and on the last of the streams, in milliseconds since 1970. */
export type Arrival = { readonly firstMs: number; readonly lastMs: number }

/** Event streams that are held by another process, so that reading them does not take time from who writes them. */
export type HeldStreams = {
  /** @param requests one whole HTTP/1.1 request each; resolves when all are answered with 200 */
  open(port: number, requests: readonly string[]): Promise<void>
  /** From now on look for `marker`. Resolves when everyone is looking; `arrival` when so many streams have had it. */
  expect(marker: string, streams: number): Promise<{ readonly arrival: Promise<Arrival> }>
  leave(): Promise<void>
}

export function holdStreams(): HeldStreams {
  const child = fork(join(import.meta.dirname, 'held-streams-child.ts'), { execArgv: ['--max-old-space-size=2048'] })
  const left = once(child, 'exit')
  const say = (message: ToClients) => void child.send(message)
  const heard = <Word extends FromClients['say']>(word: Word) => {
    const { promise, resolve, reject } = Promise.withResolvers<Extract<FromClients, { say: Word }>>()
    const listen = (message: FromClients) => {
      if (!says(message, word)) return
      child.off('message', listen)
      resolve(message)
    }
    child.on('message', listen)
    void left.then(() => reject(new Error('The process that holds the streams has ended; see above.')))
    promise.catch(() => {})
    return promise
  }
  return {
    async open(port, requests) {
      say({ say: 'open', port, requests, atOnce: 100 })
      await heard('opened')
    },
    async expect(marker, streams) {
      const arrival = heard('arrived')
      say({ say: 'await', marker, streams })
      await heard('awaiting')
      return { arrival }
    },
    async leave() {
      if (child.exitCode !== null) return
      say({ say: 'leave' })
      await left
    },
  }
}

const says = <Word extends FromClients['say']>(
  message: FromClients,
  word: Word,
): message is Extract<FromClients, { say: Word }> => message.say === word

/** A browser's request for its event stream, with the headers that a browser really sends. */
export function streamRequest(path: string, cookie: string): string {
  return [
    `GET ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Accept: text/event-stream',
    'Accept-Encoding: gzip, deflate, br, zstd',
    'Accept-Language: en-GB,en;q=0.9',
    'Cache-Control: no-cache',
    'Connection: keep-alive',
    `Cookie: ${cookie}`,
    'Sec-Fetch-Dest: empty',
    'Sec-Fetch-Mode: cors',
    'Sec-Fetch-Site: same-origin',
    'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
    '\r\n',
  ].join('\r\n')
}

/** @throws Error when this process may not open that many files: the figures would be those of the limit */
export function demandOpenFiles(files: number, limit: number): void {
  if (limit >= files) return
  throw new Error(
    `This bench holds ${files} sockets in one process and may open only ${limit} files. Run "ulimit -n ${files}" first.`,
  )
}
