/** Where it is remembered: SQLite in a data directory. The store for tests and mocks is `@curfew/store/memory`. */
export { openSqliteStore, type SqliteStoreOptions } from './sqlite/open.ts'
