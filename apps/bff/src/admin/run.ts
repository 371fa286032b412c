import { readConfig } from '../configuration/config.ts'
import { isForPeople } from '../start-error.ts'
import { carryOutAlone } from './alone.ts'
import { sendOrder } from './send-order.ts'
import { help, readWords, type Words } from './words.ts'

export type Terminal = { readonly out: (line: string) => void; readonly err: (line: string) => void }

/** @returns the exit code: 0 done, 1 not done, 2 not understood */
export async function runAdmin(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  terminal: Terminal,
): Promise<0 | 1 | 2> {
  const words = readWords(argv)
  if (words.kind === 'help') {
    terminal.out(help)
    return 0
  }
  if (words.kind === 'not-understood') {
    terminal.err(`${words.why}\n\n${help}`)
    return 2
  }
  try {
    const { done, lines } = await carryOutSomewhere(words, env)
    for (const line of lines) (done ? terminal.out : terminal.err)(printable(line))
    return done ? 0 : 1
  } catch (error) {
    if (!isForPeople(error)) throw error
    terminal.err(error.message)
    return 1
  }
}

/** By the server that runs on the data directory; when none does, by ourselves. */
async function carryOutSomewhere(
  { order, isDemo }: Extract<Words, { kind: 'order' }>,
  env: Readonly<Record<string, string | undefined>>,
) {
  const { dataDirectory } = readConfig(env, isDemo ? ['--demo'] : [])
  return (await sendOrder(dataDirectory, order)) ?? carryOutAlone(dataDirectory, order, isDemo ? 'demo' : 'real')
}

/** Names come from people; none of them may move the cursor of whoever reads them. */
const printable = (line: string) => line.replace(/\p{Cc}/gu, '\u{fffd}')
