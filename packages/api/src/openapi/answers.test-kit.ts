import { type Endpoint, endpoints, problem } from '@curfew/contract'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { expect } from 'vitest'
import { openApiDocument } from './document.ts'

const document = openApiDocument('1.2.3')
// Each shape is compiled once, and not once for each answer that holds it: a quarter of the time.
const ajv = new Ajv2020({ strict: false, allErrors: true, inlineRefs: false })
addFormats.default(ajv)
// The schema library's own; beside them it gives the pattern that decides.
for (const format of ['cidrv4', 'cidrv6']) ajv.addFormat(format, true)
ajv.addSchema(document, 'curfew')

/**
 * Hold an answer against the OpenAPI document: its status and media type must be listed for the call, its body must have
 * the listed shape and hold nothing that the contract does not know.
 *
 * @returns the body as text
 */
export async function checkAnswer(method: string, path: string, response: Response): Promise<string> {
  const text = await response.text()
  checkHeaders(response)
  const endpoint = endpointOf(method, path)
  const isProblem = response.headers.get('content-type') === 'application/problem+json'
  if (isProblem && method !== 'HEAD') checkProblem(text, response)
  if (endpoint) checkAgainstDocument(endpoint, method, response, text)
  else if (method !== 'HEAD') expect(isProblem, `${method} ${path} is not in the table`).toBe(true)
  return text
}

export function endpointOf(method: string, path: string): Endpoint | undefined {
  const [pathname = ''] = path.split(/[?#]/)
  const asked = method === 'HEAD' ? 'get' : method.toLowerCase()
  const candidates = Object.values<Endpoint>(endpoints).filter((endpoint) => {
    const pattern = new RegExp(`^${endpoint.path.replace(/\{\w+\}/g, '[^/]+')}$`)
    return endpoint.method === asked && pattern.test(pathname)
  })
  return candidates[0]
}

function checkHeaders({ headers }: Response): void {
  expect(headers.get('x-request-id')).toMatch(/^[\w.-]{8,64}$/)
  expect(headers.get('cache-control')).toContain('no-store')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('strict-transport-security')).toContain('max-age=')
}

function checkProblem(text: string, response: Response): void {
  const body: unknown = JSON.parse(text)
  expect(problem.parse(body), 'a problem holds what the contract knows, and no more').toEqual(body)
  expect(body).toMatchObject({ status: response.status, requestId: response.headers.get('x-request-id') })
  expect(response.headers.has('www-authenticate')).toBe(response.status === 401)
}

function checkAgainstDocument(endpoint: Endpoint, method: string, response: Response, text: string): void {
  const where = `${method} ${endpoint.path} → ${response.status}`
  const operation = document.paths[endpoint.path]?.[endpoint.method] as Operation | undefined
  const listed = operation?.responses[String(response.status)]
  expect(listed, `${where} is in the document`).toBeDefined()
  if (method === 'HEAD' || text === '') return
  const [type = ''] = (response.headers.get('content-type') ?? '').split(';')
  expect(Object.keys(listed?.content ?? {}), `${where}: media type`).toContain(type)
  if (!type.endsWith('json')) return
  const body: unknown = JSON.parse(text)
  const pointer = [
    'paths',
    endpoint.path,
    endpoint.method,
    'responses',
    String(response.status),
    'content',
    type,
    'schema',
  ]
  const validate = ajv.getSchema(`curfew#/${pointer.map(inPointer).join('/')}`)
  expect(validate, `${where} has a schema`).toBeDefined()
  expect(validate?.(body), `${where}: ${JSON.stringify(validate?.errors)}\n${text}`).toBe(true)
  const { schema } = endpoint.success
  if (schema && response.status === endpoint.success.status) expect(schema.parse(body), where).toEqual(body)
}

type Operation = {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>
}

/** RFC 6901, then RFC 3986: a pointer in a URI fragment. */
function inPointer(token: string): string {
  return encodeURIComponent(token.replaceAll('~', '~0').replaceAll('/', '~1'))
}
