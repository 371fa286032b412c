import {
  type Endpoint,
  type EndpointAccess,
  endpoints,
  type ProblemCode,
  problems,
  textFields,
  timeFields,
} from '@curfew/contract'
import { type JsonSchema, namedSchemas, schemaOf } from './shapes.ts'

/**
 * The OpenAPI 3.1 document of the API, printed from the same table that the routes are mounted from.
 *
 * @param version of the product
 * @see https://spec.openapis.org/oas/v3.1.1
 */
export function openApiDocument(version: string) {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Curfew',
      version,
      description:
        'Every active user session: find them, close them, and see the proof that they are closed. Times are ISO 8601 UTC. ' +
        'Every error is application/problem+json (RFC 9457) with a stable code. What may not be seen answers like what does not exist.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths: paths(),
    components: {
      schemas: namedSchemas(),
      securitySchemes: {
        browser: { type: 'apiKey', in: 'cookie', name: '__Host-curfew', description: 'On plain HTTP: curfew.' },
        program: { type: 'http', scheme: 'bearer', description: 'The token of POST /api/logon with kind "api".' },
        source: {
          type: 'http',
          scheme: 'bearer',
          description: 'The key of a source, as POST /api/sources shows it once.',
        },
        receiver: {
          type: 'http',
          scheme: 'bearer',
          description: 'The key of a receiver of signals, as POST /api/signals/receivers shows it once.',
        },
      },
    },
  }
}
export type OpenApiDocument = ReturnType<typeof openApiDocument>

/** Every problem that a call may answer with: those of its row, and those that its kind of call brings with it. */
export function problemsOf(endpoint: Endpoint): readonly ProblemCode[] {
  const codes = new Set<ProblemCode>(endpoint.problems)
  if (endpoint.access === 'source' || endpoint.access === 'receiver')
    codes.add('not-logged-on').add('too-many-attempts')
  else if (endpoint.access !== 'anyone') {
    for (const code of ['not-logged-on', 'session-closed', 'session-expired'] as const) codes.add(code)
    if (endpoint.access !== 'begun-session') codes.add('password-change-required')
  }
  if (endpoint.access === 'operator' || endpoint.access === 'super-admin') codes.add('not-permitted')
  if (endpoint.method !== 'get') codes.add('foreign-origin')
  if (endpoint.body ?? endpoint.form) {
    for (const code of ['invalid-request', 'body-too-large', 'unsupported-media-type'] as const) codes.add(code)
  }
  return [...codes, 'store-unavailable', 'internal']
}

function paths() {
  const byPath: Record<string, Record<string, object>> = {}
  for (const [name, endpoint] of Object.entries<Endpoint>(endpoints)) {
    const operations = (byPath[endpoint.path] ??= {})
    operations[endpoint.method] = operation(name, endpoint)
  }
  return byPath
}

function operation(name: string, endpoint: Endpoint) {
  const { summary, access, body, form } = endpoint
  const parameters = [...pathParameters(endpoint), ...queryParameters(endpoint), ...headerParameters(endpoint)]
  return {
    operationId: name,
    summary,
    security: securityOf(access),
    'x-curfew-access': access,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? requestBody('application/json', body) : {}),
    ...(form ? requestBody('application/x-www-form-urlencoded', form) : {}),
    ...(endpoint.token === undefined ? {} : tokenBody(endpoint.token)),
    responses: { ...success(endpoint), ...refusals(endpoint), ...refusalOfStandard(endpoint) },
  }
}

function securityOf(access: EndpointAccess) {
  if (access === 'anyone') return []
  if (access === 'source' || access === 'receiver') return [{ [access]: [] }]
  return [{ browser: [] }, { program: [] }]
}

function requestBody(type: string, shape: Parameters<typeof schemaOf>[0]) {
  return { requestBody: { required: true, content: { [type]: { schema: schemaOf(shape, 'input') } } } }
}

/** A JWS in compact form. */
function tokenBody(type: string) {
  return { requestBody: { required: true, content: { [type]: { schema: { type: 'string' } } } } }
}

function refusalOfStandard({ refusal }: Endpoint) {
  if (!refusal) return {}
  const { status, schema, description } = refusal
  return { [status]: { description, content: { 'application/json': { schema: schemaOf(schema, 'output') } } } }
}

function headerParameters({ headers = {} }: Endpoint) {
  return Object.entries(headers).map(([name, description]) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
  }))
}

function pathParameters({ path }: Endpoint) {
  return Array.from(path.matchAll(/\{(\w+)\}/g), ([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

/** Fields that are described together in the table, and are taken each under its own name. */
const together: Readonly<Record<string, readonly string[]>> = {
  userId: [...textFields],
  kind: ['kind', 'status', 'via'],
  loggedOnAt: [...timeFields],
}
const singles: ReadonlySet<string> = new Set(['sort', 'limit', 'cursor', 'guard', 'stream_id', 'format', 'window'])

function queryParameters({ query = {} }: Endpoint) {
  return Object.entries(query).flatMap(([key, description]) =>
    (together[key] ?? [key]).map((name) => ({
      name,
      in: 'query',
      required: false,
      description,
      schema: singles.has(name) ? { type: 'string' } : { type: 'array', items: { type: 'string' } },
    })),
  )
}

function success({ success, access }: Endpoint) {
  const { status, schema, contentType, description } = success
  const media = (type: string, schema: JsonSchema) => ({ content: { [type]: { schema } } })
  const types = contentType === undefined ? [] : [contentType].flat()
  const content = schema
    ? media('application/json', schemaOf(schema, 'output'))
    : types.length > 0
      ? { content: Object.fromEntries(types.map((type) => [type, { schema: ofType(type) }])) }
      : {}
  const over =
    contentType === 'text/event-stream' && access !== 'source'
      ? { 204: { description: 'Over and acknowledged: do not come back' } }
      : {}
  return { [status]: { description, ...content }, ...over }
}

function ofType(type: string): JsonSchema {
  return { type: type === 'application/json' ? 'object' : 'string' }
}

function refusals(endpoint: Endpoint) {
  const byStatus = new Map<number, ProblemCode[]>()
  for (const code of problemsOf(endpoint)) {
    const { status } = problems[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  const described = Array.from(byStatus, ([status, codes]) => [
    String(status),
    {
      description: codes.map((code) => `\`${code}\`: ${problems[code].title}`).join('; '),
      content: {
        'application/problem+json': {
          schema: {
            allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes } } }],
          },
        },
      },
    },
  ])
  return Object.fromEntries(described)
}
