import { createWebhook, type RegistryPorts, type WebhookPoster } from '@curfew/registry'
import { anActor } from '@curfew/registry/cast'
import type { Pause } from './mock-api.ts'

/** Hosts whose names say what they do: `down.`, `broken.`, `gone.` and `slow.`, and this machine; every other one is glad to hear. */
export function madeUpSinks(pause: Pause): WebhookPoster {
  return {
    async post({ url }) {
      const { host } = new URL(url)
      await pause(host.startsWith('slow.') ? 4_000 : 120)
      if (host.startsWith('127.')) return { failure: `No connection is made to ${host}: 127.0.0.1 is this machine.` }
      if (host.startsWith('down.')) return { failure: `${host} cannot be reached (ECONNREFUSED).` }
      if (host.startsWith('broken.')) return { status: 503, body: '<h1>Service Unavailable</h1>' }
      if (host.startsWith('gone.')) return { status: 410, body: '' }
      return { status: 200, body: '{"ok":true}' }
    },
  }
}

/** One that works and one that does not. */
export async function furnishWebhooks(ports: RegistryPorts): Promise<void> {
  const everyone = { kinds: [], sourceIds: [], allowPrivate: false }
  await createWebhook(
    ports,
    {
      ...everyone,
      name: 'incident desk',
      url: 'https://hooks.desk.example/curfew',
      types: ['session.closed', 'receipt.refused', 'receipt.unreachable', 'closure.refused-everywhere'],
    },
    anActor(),
  )
  await createWebhook(
    ports,
    {
      ...everyone,
      name: 'data lake',
      url: 'https://broken.lake.example/in',
      types: ['session.opened', 'session.closed'],
    },
    anActor(),
  )
}
