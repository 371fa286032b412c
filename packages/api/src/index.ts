/** The routes: Request in, Response out, on any runtime. */
export { createApi, createApiWithShortcut } from './app.ts'
export type { Api, ApiSchema } from './call.ts'
export { type AnswerDirectly, type DirectAnswer, type DirectRequest, directPaths } from './direct.ts'
export { dataPolicy, pagePolicy, securityHeaders } from './edge/security-headers.ts'
export { eventStreamHeaders, webEventStream } from './event-stream.ts'
export { type OpenApiDocument, openApiDocument } from './openapi/document.ts'
export type * from './ports.ts'
export { headerCookie } from './session-cookie.ts'
