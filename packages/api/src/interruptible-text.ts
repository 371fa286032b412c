import { CurfewError } from '@curfew/contract'
import type { Commands, Session } from '@curfew/registry'

/**
 * A text that is produced while it is read, as a command of a session.
 *
 * When the session is closed midway the text ends with a line that says so and is then broken off, so that no half of it
 * looks whole. When the reader goes away, `produce` is told by its signal. Nothing is produced ahead of the reader but one
 * piece.
 *
 * @param name what the user is told of the command, and what the grid shows meanwhile
 */
export function interruptibleText(
  { commands }: { readonly commands: Commands },
  session: Session,
  name: string,
  produce: (signal: AbortSignal) => AsyncIterable<string>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const gone = new AbortController()
  const appetite = createAppetite(gone.signal)

  const start = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    const hand = async (text: string, signal: AbortSignal) => {
      await appetite.wanted(signal)
      controller.enqueue(encoder.encode(text))
    }
    const work = commands.run(session, name, async (command) => {
      const signal = AbortSignal.any([command.signal, gone.signal])
      for await (const text of produce(signal)) await hand(text, signal)
    })
    const breakOff = async (error: unknown) => {
      await hand(lastLine(error, name), gone.signal)
      await appetite.wanted(gone.signal)
      // The reader has the last line; give its socket one turn to send it before the break.
      await new Promise((resolve) => setTimeout(resolve))
      controller.error(error)
    }
    work
      .then(async () => {
        await appetite.wanted(gone.signal)
        controller.close()
      }, breakOff)
      // The reader is gone: there is nobody left to tell.
      .catch(() => {})
  }
  return new ReadableStream({ start, pull: appetite.grow, cancel: () => gone.abort() }, { highWaterMark: 0 })
}

/** One piece is wanted whenever the reader asks, and none before. */
function createAppetite(gone: AbortSignal) {
  let next = Promise.withResolvers<void>()
  return {
    grow: () => next.resolve(),
    /** Resolves when the reader asks; rejects when `signal` fires or the reader has gone before. */
    async wanted(signal: AbortSignal): Promise<void> {
      const ended = Promise.withResolvers<never>()
      const end = () => ended.reject(signal.reason)
      signal.addEventListener('abort', end, { once: true })
      try {
        signal.throwIfAborted()
        gone.throwIfAborted()
        await Promise.race([next.promise, ended.promise])
        next = Promise.withResolvers()
      } finally {
        signal.removeEventListener('abort', end)
      }
    },
  }
}

function lastLine(error: unknown, name: string): string {
  if (!(error instanceof CurfewError)) return `# internal: ${name} did not finish: something went wrong here.\r\n`
  if (error.code !== 'session-closed') return `# ${error.code}: ${name} did not finish.\r\n`
  return `# session-closed: Your session was closed while ${name} was running. It did not finish.\r\n`
}
