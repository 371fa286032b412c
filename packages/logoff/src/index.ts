/** How recipients are told. The door for every channel; those that need no `node:` have doors of their own. */
export * from './back-channel/index.ts'
export * from './event-stream/index.ts'
export * from './guard-feed/index.ts'
export * from './logout-tokens/index.ts'
export * from './radius-disconnect/index.ts'
export * from './shared-signals/index.ts'
