/** For the file of a thread that writes and decides, see `SqliteStoreOptions`. */
export type { Books } from './sqlite/books.ts'
export { serveWriter } from './sqlite/serve-writer.ts'
