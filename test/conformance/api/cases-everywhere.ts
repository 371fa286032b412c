import { type Endpoint, type EndpointName, endpoints, type Role } from '@curfew/contract'
import type { Client, Exchange } from './exchange.ts'

const unknownId = '0190a0b0-0000-7000-8000-000000000000'
const crossSite = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' }
const names = Object.keys(endpoints) as EndpointName[]
const rows = names.map((name): { name: EndpointName; row: Endpoint } => ({ name, row: endpoints[name] }))

/** What holds for whole kinds of calls, asked of every one of them. */
export const everywhereCases: readonly Exchange[] = [
  ...rows
    .filter(({ row }) => row.access !== 'anyone')
    .map(({ name }) => refused(name, 'nobody', 'not-logged-on', `nobody gets anywhere with ${name}`)),
  ...rows
    .filter(({ row }) => row.method !== 'get')
    .map(
      ({ name }): Exchange => ({
        ...refused(name, 'ada', 'foreign-origin', `another site gets nowhere with ${name}`),
        headers: crossSite,
      }),
    ),
  ...rows
    .filter(({ row }) => needs(row, 'super-admin'))
    .map(({ name }) => refused(name, 'olga', 'not-permitted', `an operator may not ${name}`)),
  ...rows
    .filter(({ row }) => needs(row, 'super-admin') || needs(row, 'operator'))
    .map(({ name }) => refused(name, 'aude', 'not-permitted', `an auditor may not ${name}`)),
]

/** Once olga's session is closed: all that a session can ask for. */
export const afterTheEndCases: readonly Exchange[] = rows
  .filter(({ row }) => row.access !== 'anyone' && row.access !== 'source' && row.access !== 'receiver')
  .map(({ name }) => refused(name, 'olga', 'session-closed', `a closed session gets nowhere with ${name}`))

function refused(endpoint: EndpointName, as: Client, answer: Exchange['answer'], says: string): Exchange {
  const { path, body }: Endpoint = endpoints[endpoint]
  return { says, as, endpoint, path: () => path.replace('{id}', unknownId), answer, ...(body ? { body: {} } : {}) }
}

function needs({ access }: Endpoint, role: Role): boolean {
  return access === role
}
