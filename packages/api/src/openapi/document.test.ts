import { type Endpoint, endpoints } from '@curfew/contract'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { aCurfew } from '../api.test-kit.ts'
import { openApiDocument } from './document.ts'
import { openApi31 } from './openapi-31.test-kit.ts'

const document = openApiDocument('1.2.3')

test('the document has the shape of OpenAPI 3.1', () => {
  const validate = new Ajv2020({ strict: false, allErrors: true }).compile(openApi31)

  expect(validate(document), JSON.stringify(validate.errors, null, 1)).toBe(true)
})

test('every schema in it is JSON Schema 2020-12, and every reference leads somewhere', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema(document, 'curfew')

  for (const name of Object.keys(document.components.schemas))
    expect(ajv.getSchema(`curfew#/components/schemas/${name}`), name).toBeDefined()
  const references = Array.from(JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g), ([, pointer = '']) => pointer)
  expect(references.length).toBeGreaterThan(50)
  for (const pointer of references)
    expect(Object.keys(document.components.schemas), pointer).toContain(pointer.replace('#/components/schemas/', ''))
})

test('every row of the table is in it once, with its own id, and every parameter of a path is described', () => {
  const operations = Object.values(document.paths).flatMap((item) => Object.values(item))
  const ids = operations.map((operation) => (operation as { operationId: string }).operationId)

  expect(ids.sort()).toEqual(Object.keys(endpoints).sort())
  for (const [path, item] of Object.entries(document.paths)) {
    const inPath = Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => name)
    for (const operation of Object.values(item) as { parameters?: { name: string; in: string }[] }[]) {
      const described = (operation.parameters ?? []).filter((one) => one.in === 'path').map(({ name }) => name)
      expect(described, path).toEqual(inPath)
    }
  }
})

test('every body and every answer in JSON refers to a shape by its name', () => {
  for (const endpoint of Object.values<Endpoint>(endpoints)) {
    const operation = document.paths[endpoint.path]?.[endpoint.method] as {
      requestBody?: { content: Record<string, { schema: object }> }
      responses: Record<string, { content?: Record<string, { schema: object }> }>
    }
    if (endpoint.body) expect(operation.requestBody?.content['application/json']?.schema).toHaveProperty('$ref')
    const success = operation.responses[endpoint.success.status]
    if (endpoint.success.schema) expect(success?.content?.['application/json']?.schema).toHaveProperty('$ref')
  }
})

test('the running API serves it, to anyone', async () => {
  const response = await aCurfew().ask('GET', '/api/openapi.json')

  expect(await response.json()).toEqual(JSON.parse(JSON.stringify(document)))
})
