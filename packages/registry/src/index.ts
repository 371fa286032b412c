/** The rules: what a session is, what is listed, what closing means. Owns the ports. */
export * from './closing.ts'
export * from './listing.ts'
export type * from './ports.ts'
export * from './session.ts'
