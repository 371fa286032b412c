import { type NewNasRequest, sourceList } from '@curfew/contract'
import { type CurfewAccess, caller, logOn } from '../sources.ts'

/**
 * Register these NASes with Curfew; those that are there by name are set to this.
 *
 * @throws Error when Curfew does not answer as expected
 */
export async function registerNases(access: CurfewAccess, nases: readonly NewNasRequest[]): Promise<void> {
  const call = caller(access.url, await logOn(access))
  const { items } = sourceList.parse(await call('GET', '/api/sources'))
  for (const nas of nases) {
    const known = items.find(({ name }) => name === nas.name)
    if (known === undefined) await call('POST', '/api/nases', nas)
    else await call('PATCH', `/api/sources/${known.id}`, { radius: nas.radius, disabled: false })
  }
  await call('POST', '/api/logoff')
}
