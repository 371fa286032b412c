import { vi } from 'vitest'

/** Resolves when `holds` no longer throws. Patient: on a busy machine everything takes longer, and nothing is wrong. */
export const eventually = <Result>(holds: () => Result | Promise<Result>) =>
  vi.waitFor(holds, { timeout: 20_000, interval: 20 })
