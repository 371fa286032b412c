/** How NASes are told. It needs sockets, and so runs on a server only. */
export * from './channel.ts'
export * from './outcome.ts'
