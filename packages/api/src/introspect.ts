import { isOpen, type Source, sessionForSource } from '@curfew/registry'
import type { ApiPorts } from './ports.ts'
import { toIntrospection } from './views.ts'

/** What a source is told of one of its sessions, which may be none. Where it has ended, having been asked is its proof. */
export async function introspect(ports: ApiPorts, source: Source, handle: string) {
  const session = await sessionForSource(ports, source, handle)
  if (session && isOpen(session)) return toIntrospection(session)
  if (session) ports.guards.asked(source.id, session.id)
  return { active: false } as const
}
