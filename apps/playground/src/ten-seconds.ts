import type { Guarded } from '@curfew/guard'

const steps = 10

/**
 * A command that takes ten seconds in ten steps and can be interrupted between them; it says truly how far it has come.
 *
 * @param stepMs 1,000 unless a test is in a hurry
 * @throws the signal's reason, when the session is closed
 */
export async function runTenSeconds(
  { signal, tookEffect }: Pick<Guarded, 'signal' | 'tookEffect'>,
  stepMs = 1_000,
): Promise<string> {
  for (let step = 1; step <= steps; step += 1) {
    await pause(stepMs, signal)
    if (step < steps) tookEffect('partly', `${step} of ${steps} steps`)
  }
  tookEffect('done')
  return `All ${steps} steps are done.`
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        reject(signal.reason instanceof Error ? signal.reason : new Error('interrupted'))
      },
      { once: true },
    )
  })
}
