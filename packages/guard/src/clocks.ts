import type { Instant } from './lease.ts'

// Looked up once: as a global it is found anew with each request, which costs as much as to read it.
const monotonic = performance

/** This machine's two clocks, read together. */
export const readClocks = (): Instant => ({ monotonicMs: monotonic.now(), wallMs: Date.now() })
