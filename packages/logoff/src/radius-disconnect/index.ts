/** How NASes are told. What it asks them through is passed in, so it runs wherever that does. */
export * from './channel.ts'
export * from './outcome.ts'
