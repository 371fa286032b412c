import { createGuard } from '@curfew/guard'
import { type Decided, monotonicMs } from './history.ts'

/**
 * A guarded application in a process of its own: registers what it is told to, decides without pause about sessions that
 * somebody holds, and hands its decisions over in batches.
 */
export type Orders =
  | { readonly kind: 'register'; readonly handles: readonly string[] }
  | { readonly kind: 'watch'; readonly handles: readonly string[] }
  | { readonly kind: 'stop' }
export type Told =
  | { readonly kind: 'registered' }
  | { readonly kind: 'decided'; readonly decisions: readonly Decided[] }

const [name = 'guard', url = '', key = ''] = process.argv.slice(2)
const guard = createGuard({ url, key, waitMs: 2_000, warn: () => {} })
const send = (told: Told) => process.send?.(told)
const stopping = new AbortController()

process.on('message', (orders: Orders) => {
  if (orders.kind === 'register') void register(orders.handles)
  else if (orders.kind === 'watch') void watch(orders.handles)
  else {
    stopping.abort()
    void guard.close().finally(() => process.disconnect())
  }
})
process.once('disconnect', () => process.exit())

async function register(handles: readonly string[]) {
  for (let from = 0; from < handles.length; from += 50) {
    const some = handles.slice(from, from + 50)
    await Promise.all(
      some.map((handle) => guard.register({ handle, kind: 'self-service-console', userId: `user-of-${handle}` })),
    )
  }
  send({ kind: 'registered' })
}

async function watch(handles: readonly string[]) {
  const batch: Decided[] = []
  while (!stopping.signal.aborted) {
    const handle = handles[Math.floor(Math.random() * handles.length)] ?? ''
    const from = monotonicMs()
    const decision = await guard.decide(handle)
    batch.push({ guard: name, handle, from, to: monotonicMs(), outcome: decision.accepted ? 'accepted' : decision.why })
    if (batch.length < 50) continue
    send({ kind: 'decided', decisions: batch.splice(0) })
    // A real application does other things between its requests, so that the feed gets its turn.
    await new Promise((resolve) => setTimeout(resolve, 4))
  }
}
