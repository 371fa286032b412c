/** One of the things that are compared: how it is called, and how it is done once. */
export type Contender = { readonly what: string; readonly goal?: string; readonly run: () => unknown }

/**
 * Run them in turn, round after round, so that whatever else the machine does falls on all of them alike. Each is run once
 * before, unmeasured.
 *
 * @returns one row for each, with a sample in milliseconds for each round
 */
export async function interleave(contenders: readonly Contender[], rounds: number) {
  const rows = contenders.map(({ what, goal, run }) => ({ what, run, samples: [] as number[], ...(goal && { goal }) }))
  for (const { run } of rows) await run()
  for (let round = 0; round < rounds; round += 1)
    for (const { run, samples } of rows) {
      const began = performance.now()
      await run()
      samples.push(performance.now() - began)
    }
  return rows.map(({ run: _run, ...row }) => row)
}

/** Join the samples of rows that were measured apart under one name. */
export function together(what: string, rows: readonly { readonly samples: readonly number[] }[], goal?: string) {
  return { what, samples: rows.flatMap(({ samples }) => samples), ...(goal && { goal }) }
}
