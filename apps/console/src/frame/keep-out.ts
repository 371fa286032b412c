import { useSyncExternalStore } from 'react'

/** Somebody as a session shows them. */
export type Comer = { readonly userId: string; readonly source: string; readonly clientAddress: string }

/** An order to keep somebody out for a while, from whichever page. */
export type KeepOut = {
  /** None: whoever orders it says whom. */
  readonly comers: readonly Comer[]
  /** Suggested; kept for the audit. */
  readonly reason: string
  /** Without another question: the user, for a quarter of an hour. */
  readonly isAtOnce: boolean
}
export type Ordered = KeepOut & { readonly nonce: number }

const listeners = new Set<() => void>()
let ordered: Ordered | null = null
let lastNonce = 0

/** Keep them out, or ask for how long and why. What carries it out is fetched then. */
export function keepOut(order: Partial<KeepOut>): void {
  lastNonce += 1
  change({ comers: [], reason: '', isAtOnce: false, ...order, nonce: lastNonce })
}

/** It is done, or was called off. */
export function keepOutDone(): void {
  change(null)
}

export function useKeepOut(): Ordered | null {
  return useSyncExternalStore(listen, () => ordered)
}

function change(after: Ordered | null) {
  ordered = after
  for (const listener of listeners) listener()
}

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
