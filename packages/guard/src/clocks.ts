import type { Instant } from './lease.ts'

/** This machine's two clocks, read together. */
export const readClocks = (): Instant => ({ monotonicMs: performance.now(), wallMs: Date.now() })
