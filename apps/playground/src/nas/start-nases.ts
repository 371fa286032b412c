import { randomBytes } from 'node:crypto'
import type { NewNasRequest } from '@curfew/contract'
import type { CurfewAccess } from '../sources.ts'
import { createNas, type Nas } from './nas.ts'
import { registerNases } from './register-nas.ts'

/** The NASes of the playground. Each has an address of its own, because the address is what a NAS is known by. */
export type PlaygroundNas = { readonly title: string; readonly about: string; readonly nas: Nas }

const interimSeconds = 60
const wanted = [
  {
    identifier: 'playground-vpn',
    address: '127.0.0.1',
    disconnects: true,
    title: 'VPN gateway',
    about:
      'Users come by RADIUS accounting and are told by Disconnect-Request. What it makes of one is up to its knobs.',
  },
  {
    identifier: 'playground-switch',
    address: '127.0.0.2',
    disconnects: false,
    title: 'Switch without a disconnect port',
    about: 'Its users are listed, and cannot be told from here: it hears no Disconnect-Requests.',
  },
] as const

/**
 * Start the NASes and register them with Curfew, whose accounting listens on that port of this machine. One whose address this
 * machine does not have, as 127.0.0.2 on some, is left out, with a line that says so.
 */
export async function startNases(access: CurfewAccess, accountingPort: number): Promise<readonly PlaygroundNas[]> {
  const started: PlaygroundNas[] = []
  const registrations: NewNasRequest[] = []
  for (const { identifier, address, disconnects, title, about } of wanted) {
    // A secret of the playground's own: a new one with every start.
    const secret = randomBytes(16).toString('base64url')
    const nas = await createNas({
      identifier,
      address,
      secret: Buffer.from(secret),
      accounting: { address: '127.0.0.1', port: accountingPort },
      disconnectPort: disconnects ? 0 : null,
      knobs: { interimSeconds },
    }).catch((error: unknown) => console.warn(`There is no ${title}: ${String(error)}`))
    if (nas === undefined) continue
    started.push({ title, about, nas })
    registrations.push(registrationOf(nas, address, secret))
  }
  await registerNases(access, registrations)
  return started
}

/** How an administrator would register it. */
export function registrationOf(
  { identifier, disconnectPort }: Pick<Nas, 'identifier' | 'disconnectPort'>,
  address: string,
  secret: string,
): NewNasRequest {
  return {
    name: identifier,
    radius: {
      networks: [address],
      secret,
      requiresMessageAuthenticator: false,
      nasKnownBy: 'attributes',
      disconnectPort,
      disconnectAddress: null,
      identifiedBy: null,
      interimSeconds,
      missedUntilStale: 3,
      endAfterSeconds: 3_600,
    },
  }
}
