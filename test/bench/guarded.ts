import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Contender } from './guarded-server.ts'
import { requestsPerSecond } from './requests.ts'
import { median, type Table } from './table.ts'

/** A guarded request against the unguarded one and against what others do with every request. */
export async function benchGuarded({ rounds = 15 } = {}): Promise<readonly Table[]> {
  const child = fork(join(import.meta.dirname, 'guarded-server.ts'))
  const [contenders] = (await once(child, 'message')) as [readonly Contender[]]
  const samples = new Map(contenders.map(({ name }) => [name, [] as number[]]))
  // The unguarded server gets the same request as the guarded one: what is compared is the guard, not a header more or less.
  const sameAsOurs = contenders.find(({ name }) => name === 'guarded')?.cookie
  const ask = ({ cookie }: Contender) =>
    `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ${cookie === '' ? sameAsOurs : cookie}\r\n\r\n`
  for (let round = -2; round < rounds; round += 1) {
    for (const contender of contenders) {
      const rate = await requestsPerSecond(contender.port, ask(contender), { each: contender.each ?? 250 })
      if (round >= 0) samples.get(contender.name)?.push(rate)
    }
  }
  child.disconnect()

  const ours = samples.get('guarded') ?? []
  /** Paired by round, so that what else the machine did weighs on both sides. */
  const ratio = (name: string) =>
    median((samples.get(name) ?? []).map((theirs, round) => (ours[round] ?? Number.NaN) / theirs))
  const goals: Partial<Record<string, number>> = {
    unguarded: 0.9,
    'express-session on SQLite': 5,
    'better-auth get-session': 20,
    'better-auth get-session, from another application': 20,
  }
  return [
    {
      title: 'A guarded request, over HTTP',
      unit: 'requests a second',
      rows: contenders.map(({ name }) => ({ what: name, samples: samples.get(name) ?? [] })),
      notes: contenders
        .filter(({ name }) => name !== 'guarded')
        .map(({ name }) => `guarded : ${name} = ${ratio(name).toFixed(2)} (goal ≥ ${goals[name]})`)
        .concat('Interleaved, 16 kept connections, the servers in one process and the client in another.'),
    },
  ]
}
