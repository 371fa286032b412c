import { CurfewError, type RegisterResults, type SourceSession, sourceSession } from '@curfew/contract'
import { endForSource, registerForSource, touchForSource } from '@curfew/registry'
import type { Routes } from '../call.ts'
import { issuesInWords } from '../edge/issues.ts'
import type { Allowances } from '../edge/source-allowances.ts'
import { eventStreamHeaders } from '../event-stream.ts'
import { introspect } from '../introspect.ts'
import type { ApiPorts } from '../ports.ts'

type Names = 'registerSessions' | 'touchSessions' | 'endSessions' | 'introspect' | 'sourceFeed' | 'report'

/** What a source does with its own sessions. Those of others answer like ones that do not exist. */
export const sourceApiRoutes = (ports: ApiPorts, allowances: Allowances): Pick<Routes, Names> => ({
  registerSessions: async (c) => {
    const { source } = c.var
    const items = c.req.valid('json').sessions.map(readItem)
    allowances.take(source.id, items.length)
    const asked = items.flatMap(({ session }) => session ?? [])
    const registered = (await registerForSource(ports, source, asked)).values()
    const results = items.flatMap(({ refusal }) => refusal ?? registered.next().value ?? [])
    return c.json({ results }, 200)
  },

  touchSessions: async (c) => {
    const { sessions } = c.req.valid('json')
    allowances.take(c.var.source.id, sessions.length)
    return c.json({ results: [...(await touchForSource(ports, c.var.source, sessions))] }, 200)
  },

  endSessions: async (c) => {
    const handles = c.req.valid('json').sessions.map(({ handle }) => handle)
    allowances.take(c.var.source.id, handles.length)
    return c.json({ results: [...(await endForSource(ports, c.var.source, handles))] }, 200)
  },

  introspect: async (c) => {
    const { handle, token } = c.req.valid('form')
    return c.json(await introspect(ports, c.var.source, handle ?? token ?? ''), 200)
  },

  sourceFeed: (c) => {
    const { source, keyId } = c.var
    if (!/^[\w.-]{8,64}$/.test(c.req.query('guard') ?? '')) throw noGuard()
    if (source.channel !== 'guard-feed') {
      const detail = `${source.name} is not told of closures. Ask about each session instead.`
      throw new CurfewError('not-permitted', detail)
    }
    if (c.req.method === 'HEAD') return c.body(null, 200, { ...eventStreamHeaders })
    const lastEventId = c.req.header('last-event-id') ?? null
    return ports.openEventStream(c, (sink) => ports.feeds.attach(source, keyId, sink, lastEventId))
  },

  report: async (c) => c.json(await ports.guards.report(c.var.source, c.req.valid('json')), 200),
})

type Item =
  | { readonly session: SourceSession; readonly refusal?: undefined }
  | { readonly session?: undefined; readonly refusal: RegisterResults['results'][number] }

/** One of a batch: the session, or the refusal of what is none. */
function readItem(item: unknown): Item {
  const parsed = sourceSession.safeParse(item)
  if (parsed.success) return { session: parsed.data }
  const [first] = issuesInWords(parsed.error.issues)
  const detail = `It cannot be read: ${first?.path ? `${first.path}: ` : ''}${first?.message}.`
  return { refusal: { handle: handleOf(item), outcome: 'rejected', sessionId: null, detail } }
}

function handleOf(item: unknown): string {
  const handle: unknown = typeof item === 'object' && item !== null && 'handle' in item ? item.handle : ''
  return typeof handle === 'string' ? handle.slice(0, 256) : ''
}

function noGuard(): CurfewError {
  const message = 'give a random name of your process, 8 to 64 letters, digits, "-", "_" or "."'
  return new CurfewError('invalid-request', `The query cannot be read: guard: ${message}.`, {
    errors: [{ path: 'guard', message }],
  })
}
