/** The words and wire shapes that both sides share. */
export * from './administrator.ts'
export * from './closing.ts'
export * from './endpoints.ts'
export * from './events.ts'
export * from './problem.ts'
export * from './search.ts'
export * from './session.ts'
export * from './words.ts'
