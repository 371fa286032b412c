import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Contender } from './guarded-server.ts'
import { requestsPerSecond } from './requests.ts'
import { median, type Table } from './table.ts'

/** So many that the servers never wait for the client, and what they do is what counts. */
const connections = 64

/** The guard is compared with nothing at all so many times in each round: there the difference is smaller than the noise. */
const pairs = 6

/** A guarded request against the unguarded one and against what others do with every request. */
export async function benchGuarded({ rounds = 15 } = {}): Promise<readonly Table[]> {
  const [ours, others] = await Promise.all([start('ours'), start('others')])
  const guarded = ours.contenders.find(({ name }) => name === 'guarded')
  const samples = new Map([...ours.contenders, ...others.contenders].map(({ name }) => [name, [] as number[]]))
  const measure = async ({ name, port, cookie, each = 30 }: Contender, isCounted: boolean) => {
    // The unguarded server gets the same request as the guarded one: what is compared is the guard, not a header more or less.
    const request = `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ${cookie === '' ? guarded?.cookie : cookie}\r\n\r\n`
    const rate = await requestsPerSecond(port, request, { connections, each })
    if (isCounted) samples.get(name)?.push(rate)
  }
  for (let round = -2; round < rounds; round += 1) {
    for (let pair = 0; pair < pairs; pair += 1)
      for (const contender of pair % 2 ? ours.contenders.toReversed() : ours.contenders)
        await measure(contender, round >= 0)
    for (const contender of others.contenders) await measure(contender, round >= 0)
  }
  ours.end()
  others.end()
  return [tableOf(samples)]
}

async function start(which: string) {
  const child = fork(join(import.meta.dirname, 'guarded-server.ts'), [which])
  const [contenders] = (await once(child, 'message')) as [readonly Contender[]]
  return { contenders, end: () => child.disconnect() }
}

const goals: Partial<Record<string, number>> = {
  unguarded: 0.9,
  'express-session on SQLite': 5,
  'better-auth get-session': 20,
  'better-auth get-session, from another application': 20,
}

function tableOf(samples: ReadonlyMap<string, readonly number[]>): Table {
  const ours = samples.get('guarded') ?? []
  /** Paired by round, so that what else the machine did weighs on both sides. */
  const ratio = (theirs: readonly number[]) => {
    const every = ours.length / theirs.length
    return median(theirs.map((rate, round) => (ours[Math.round((round + 1) * every) - 1] ?? Number.NaN) / rate))
  }
  return {
    title: 'A guarded request, over HTTP',
    unit: 'requests a second',
    rows: Array.from(samples, ([what, rates]) => ({ what, samples: rates })),
    notes: Array.from(samples)
      .filter(([name]) => name !== 'guarded')
      .map(([name, theirs]) => `guarded : ${name} = ${ratio(theirs).toFixed(2)} (goal ≥ ${goals[name]})`)
      .concat(`Interleaved, ${connections} kept connections; the client, ours and the others are a process each.`),
  }
}
