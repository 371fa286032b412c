import type { Actor } from './closing.ts'
import { type RetryPorts, retry } from './retry.ts'
import { readSource, type SourceReport } from './sources.ts'

/**
 * Try now what a source could not be told, also what was given up.
 *
 * @throws CurfewError `not-found`
 */
export async function retrySource(ports: RetryPorts, id: string, actor: Actor): Promise<SourceReport> {
  const { queues } = await readSource(ports, id)
  await retry(ports, queues, id, actor)
  return readSource(ports, id)
}
