/** Plausible people and sessions, for tests, mocks, benches and the demo. Made up from a seed; the product never needs it. */
export * from './a-session.ts'
export * from './a-signal.ts'
export * from './a-source.ts'
export * from './a-webhook.ts'
export { chanceFrom, idAt } from './chance.ts'
export * from './people.ts'
export * from './plausible-sessions.ts'
export * from './populate.ts'
