import { readConfig } from '../configuration/config.ts'
import { ConfigError } from '../configuration/settings.ts'
import { StartError } from '../start-error.ts'
import { carryOutAlone } from './alone.ts'
import type { Order } from './order.ts'
import { sendOrder } from './send-order.ts'
import { help, readWords } from './words.ts'

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
    const { dataDirectory } = readConfig(env, words.isDemo ? ['--demo'] : [])
    return await carryOutSomewhere(dataDirectory, words.order, words.isDemo, terminal)
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof StartError || isStoreRefusal(error))) throw error
    terminal.err(error.message)
    return 1
  }
}

async function carryOutSomewhere(
  dataDirectory: string,
  order: Order,
  isDemo: boolean,
  terminal: Terminal,
): Promise<0 | 1> {
  const answer = (await sendOrder(dataDirectory, order)) ?? (await carryOutAlone(dataDirectory, order, isDemo))
  for (const line of answer.lines) (answer.done ? terminal.out : terminal.err)(printable(line))
  return answer.done ? 0 : 1
}

/** Names come from people; none of them may move the cursor of whoever reads them. */
// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const printable = (line: string) => line.replace(/[\u0000-\u001f\u007f-\u009f]/g, '\u{fffd}')
