/** The parts of the OpenAPI 3.1 schema that we use, as the specification words them. @see https://spec.openapis.org/oas/3.1/schema/2022-10-07 */
export const openApi31 = {
  type: 'object',
  required: ['openapi', 'info', 'paths'],
  unevaluatedProperties: false,
  properties: {
    openapi: { type: 'string', pattern: '^3\\.1\\.\\d+$' },
    info: {
      type: 'object',
      required: ['title', 'version'],
      unevaluatedProperties: false,
      properties: {
        title: { type: 'string' },
        version: { type: 'string' },
        description: { type: 'string' },
        license: {
          type: 'object',
          required: ['name'],
          unevaluatedProperties: false,
          properties: { name: { type: 'string' }, identifier: { type: 'string' } },
        },
      },
    },
    servers: { type: 'array', items: { type: 'object', required: ['url'] } },
    paths: { type: 'object', propertyNames: { pattern: '^/' }, additionalProperties: { $ref: '#/$defs/path-item' } },
    components: {
      type: 'object',
      unevaluatedProperties: false,
      properties: {
        schemas: { type: 'object', additionalProperties: { type: 'object' } },
        securitySchemes: { type: 'object', additionalProperties: { $ref: '#/$defs/security-scheme' } },
      },
      patternProperties: { '^': { propertyNames: { pattern: '^[a-zA-Z0-9._-]+$' } } },
    },
  },
  $defs: {
    'path-item': {
      type: 'object',
      additionalProperties: false,
      properties: {
        get: { $ref: '#/$defs/operation' },
        post: { $ref: '#/$defs/operation' },
        patch: { $ref: '#/$defs/operation' },
        put: { $ref: '#/$defs/operation' },
        delete: { $ref: '#/$defs/operation' },
      },
    },
    operation: {
      type: 'object',
      required: ['operationId', 'summary', 'responses'],
      unevaluatedProperties: false,
      properties: {
        operationId: { type: 'string' },
        summary: { type: 'string' },
        security: { type: 'array', items: { type: 'object', additionalProperties: { type: 'array' } } },
        parameters: { type: 'array', items: { $ref: '#/$defs/parameter' } },
        requestBody: {
          type: 'object',
          required: ['content'],
          unevaluatedProperties: false,
          properties: { required: { type: 'boolean' }, content: { $ref: '#/$defs/content' } },
        },
        responses: {
          type: 'object',
          minProperties: 1,
          propertyNames: { pattern: '^[1-5]\\d\\d$' },
          additionalProperties: {
            type: 'object',
            required: ['description'],
            unevaluatedProperties: false,
            properties: { description: { type: 'string' }, content: { $ref: '#/$defs/content' } },
          },
        },
      },
      patternProperties: { '^x-': true },
    },
    parameter: {
      type: 'object',
      required: ['name', 'in', 'schema'],
      unevaluatedProperties: false,
      properties: {
        name: { type: 'string' },
        in: { enum: ['query', 'header', 'path', 'cookie'] },
        required: { type: 'boolean' },
        description: { type: 'string' },
        schema: { type: 'object' },
      },
      if: { properties: { in: { const: 'path' } } },
      // A keyword of JSON Schema.
      // oxlint-disable-next-line unicorn/no-thenable
      then: { required: ['required'], properties: { required: { const: true } } },
    },
    content: {
      type: 'object',
      propertyNames: { pattern: '^[a-z]+/[a-z+-]+$' },
      additionalProperties: {
        type: 'object',
        required: ['schema'],
        unevaluatedProperties: false,
        properties: { schema: { type: 'object' } },
      },
    },
    'security-scheme': {
      type: 'object',
      required: ['type'],
      oneOf: [
        { properties: { type: { const: 'apiKey' } }, required: ['name', 'in'] },
        { properties: { type: { const: 'http' } }, required: ['scheme'] },
      ],
    },
  },
}
