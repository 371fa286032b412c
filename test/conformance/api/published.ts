import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { isRecord } from './difference.ts'

/** What the published document says about one answer. Undefined: the answer is as published. */
export type Judge = (answer: {
  readonly method: string
  /** As the document writes it, `{id}` and all. */
  readonly path: string
  readonly status: number
  readonly contentType: string | null
  readonly json: unknown
}) => string | undefined

/** Hold answers against an OpenAPI 3.1 document, whose schemas are JSON Schema 2020-12. */
export function judgeBy(document: unknown): Judge {
  if (!isRecord(document)) throw new TypeError('The OpenAPI document is no object')
  // Each shape is compiled once, and not once for each answer that holds it: a quarter of the time.
  const ajv = new Ajv2020({ strict: false, allErrors: true, inlineRefs: false })
  addFormats.default(ajv)
  // The schema library's own; beside them it gives the pattern that decides.
  for (const format of ['cidrv4', 'cidrv6']) ajv.addFormat(format, true)
  ajv.addSchema(document, 'published')

  return ({ method, path, status, contentType, json }) => {
    const responses = at(document, 'paths', path, method.toLowerCase(), 'responses')
    if (!isRecord(responses)) return `${method} ${path} is not published`
    const response = responses[status]
    if (!isRecord(response)) return `${status} is not published for ${method} ${path}`
    const content = response['content']
    if (!isRecord(content)) return contentType === null ? undefined : `${status} is published without a body`
    const type = contentType?.split(';')[0]
    if (type === undefined || !(type in content))
      return `${status} came as ${type}, published ${Object.keys(content).join()}`
    if (!type.endsWith('json')) return undefined
    const pointer = ['paths', path, method.toLowerCase(), 'responses', String(status), 'content', type, 'schema']
    const validate = ajv.getSchema(`published#/${pointer.map(escaped).join('/')}`)
    if (validate === undefined) return `${status} of ${method} ${path} has no schema`
    return validate(json) === true ? undefined : ajv.errorsText(validate.errors)
  }
}

function at(value: unknown, ...names: string[]): unknown {
  return names.reduce<unknown>((found, name) => (isRecord(found) ? found[name] : undefined), value)
}

/** A step of a JSON pointer inside a URI fragment (RFC 6901 §6). */
function escaped(step: string) {
  return encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))
}
