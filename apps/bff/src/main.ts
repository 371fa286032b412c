import { readConfig } from './configuration/config.ts'
import { type Curfew, startCurfew } from './curfew.ts'
import { createLog } from './log.ts'
import { isForPeople } from './start-error.ts'

/**
 * Start Curfew in this process, say where it is, and end it when it is asked to. Stdout has lines for people: where it is
 * ready, and at the first start the setup link, which is in no log.
 *
 * @param consoleDirectory the console's build; null: another process serves the console
 */
export async function main(
  env: Readonly<Record<string, string | undefined>>,
  words: readonly string[],
  consoleDirectory: string | null,
): Promise<void> {
  try {
    const config = readConfig(env, words)
    const log = createLog(config.logLevel)
    for (const name of config.unknownVariables) log({ event: 'unknown-setting', name })
    const curfew = await startCurfew({ config, log, consoleDirectory })
    endOnSignals(curfew)
    for (const line of curfew.welcome) console.log(line)
    console.log(`Curfew is ready at ${curfew.address}`)
  } catch (error) {
    if (!isForPeople(error)) throw error
    console.error(error.message)
    process.exit(1)
  }
}

/** The first signal drains; a second one, from somebody who cannot wait, ends it at once. Nothing that was answered is lost. */
function endOnSignals(curfew: Curfew) {
  let isStopping = false
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(signal === 'SIGINT' ? 130 : 143)
      isStopping = true
      curfew.stop(signal).then(
        (late) => {
          if (late.length > 0) console.error(`Ended without waiting any longer for: ${late.join(', ')}.`)
          process.exit(0)
        },
        (error: unknown) => {
          console.error(error)
          process.exit(1)
        },
      )
    })
  }
}
