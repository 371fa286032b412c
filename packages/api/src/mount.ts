import { CurfewError, type Endpoint, type EndpointName, endpoints } from '@curfew/contract'
import type { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Anyone, Call, Route, Routes } from './call.ts'
import { admit } from './edge/admit.ts'
import { admitReceiver } from './edge/admit-receiver.ts'
import { admitSource } from './edge/admit-source.ts'
import { formBody } from './edge/form-body.ts'
import { jsonBody } from './edge/json-body.ts'
import { refuseForeignOrigins } from './edge/origin.ts'
import type { Allowances } from './edge/source-allowances.ts'
import type { ApiPorts } from './ports.ts'

type App = Hono<{ Variables: Anyone }>

/**
 * Mount every row of the table with its route. The order in front of each is the same: where it comes from, who it is,
 * whether the role suffices, and only then what is in the body.
 */
export function mountAll(app: App, ports: ApiPorts, routes: Routes, allowances: Allowances): void {
  const doors: Doors = {
    session: (endpoint) => admit(ports, endpoint),
    source: admitSource(ports, allowances),
    receiver: admitReceiver(ports, allowances),
  }
  for (const name of Object.keys(endpoints).filter(isEndpointName)) mount(app, ports, doors, routes, name)
  for (const path of new Set(Object.values(endpoints).map(routerPath))) refuseOtherMethods(app, path)
}

export function isEndpointName(name: string): name is EndpointName {
  return Object.hasOwn(endpoints, name)
}

/** `/api/sessions/{id}` is `/api/sessions/:id` to the router. */
function routerPath({ path }: Pick<Endpoint, 'path'>): string {
  return path.replace(/\{(\w+)\}/g, ':$1')
}

/** Who guards an endpoint that is not for anyone. */
type Doors = {
  readonly session: (endpoint: Endpoint) => ReturnType<typeof admit>
  readonly source: ReturnType<typeof admitSource>
  readonly receiver: ReturnType<typeof admitReceiver>
}

// The parameter ties a route to its own row.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
function mount<Name extends EndpointName>(app: App, ports: ApiPorts, doors: Doors, routes: Routes, name: Name): void {
  const endpoint: Endpoint = endpoints[name]
  const route: Route<Name> = routes[name]
  const path = routerPath(endpoint)
  app.on(endpoint.method, path, named(endpoint.path))
  if (endpoint.method !== 'get') app.on(endpoint.method, path, refuseForeignOrigins(ports.publicOrigins))
  if (endpoint.access === 'source') app.on(endpoint.method, path, doors.source)
  else if (endpoint.access === 'receiver') app.on(endpoint.method, path, doors.receiver)
  else if (endpoint.access !== 'anyone') app.on(endpoint.method, path, doors.session(endpoint))
  if (endpoint.body) app.on(endpoint.method, path, jsonBody(endpoint.body))
  if (endpoint.form) app.on(endpoint.method, path, formBody(endpoint.form))
  // What the row demands has been checked by then; from here on the context has the row's types.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  app.on(endpoint.method, path, (c) => route(c as unknown as Call<Name>))
}

function refuseOtherMethods(app: App, path: string): void {
  const taken = Object.values(endpoints).filter((endpoint) => routerPath(endpoint) === path)
  const methods = taken.map(({ method }) => (method === 'get' ? 'GET, HEAD' : method.toUpperCase()))
  app.all(path, named(taken[0]?.path ?? path), (c) => {
    c.header('Allow', methods.join(', '))
    throw new CurfewError('method-not-allowed', `This address takes ${methods.join(', ')}. Nothing was changed.`)
  })
}

/** How the request is called in the log and in the metrics. */
const named = (route: string) =>
  createMiddleware<{ Variables: Anyone }>(async (c, next) => {
    c.set('route', route)
    await next()
  })
