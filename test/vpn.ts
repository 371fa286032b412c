import { randomBytes } from 'node:crypto'
import { type NewNasRequest, sourceView } from '@curfew/contract'
import { openUdpSocket } from '@curfew/radius'
import type { Knobs } from '../apps/playground/src/nas/knobs.ts'
import { createNas, type Nas } from '../apps/playground/src/nas/nas.ts'
import { registrationOf } from '../apps/playground/src/nas/start-nases.ts'

/** A UDP port on loopback that nobody has at this moment. */
export async function freeUdpPort(): Promise<number> {
  const socket = await openUdpSocket({ address: '127.0.0.1', port: 0, onDatagram: () => {}, onError: () => {} })
  await socket.close()
  return socket.port
}

export type NasToStart = {
  readonly identifier: string
  /** Each NAS needs one of its own. */
  readonly address: `127.0.0.${number}`
  /** False: it hears no Disconnect-Requests. */
  readonly hears?: boolean
  readonly knobs?: Partial<Knobs>
  /** Settings as an administrator may choose them. */
  readonly settings?: Partial<NewNasRequest['radius']>
}

/** The playground's NAS, whom the product does not know yet. */
export function startUnregistered(
  accountingPort: number,
  { identifier, address, hears = true, knobs = {} }: Omit<NasToStart, 'settings'>,
  secret: string,
): Promise<Nas> {
  return createNas({
    identifier,
    address,
    secret: Buffer.from(secret),
    accounting: { address: '127.0.0.1', port: accountingPort },
    disconnectPort: hears ? 0 : null,
    knobs: { interimSeconds: 0, ...knobs },
  })
}

/**
 * The playground's NAS, registered with a running product that takes accounting in on that port.
 *
 * @param program of a super admin
 */
export async function startNas(
  program: { post(path: string, body: unknown): Promise<Response> },
  accountingPort: number,
  { identifier, address, hears = true, knobs = {}, settings = {} }: NasToStart,
): Promise<Nas & { readonly sourceId: string }> {
  const secret = randomBytes(16).toString('base64url')
  const nas = await startUnregistered(accountingPort, { identifier, address, hears, knobs }, secret)
  const { name, radius } = registrationOf(nas, address, secret)
  const answer = await program.post('/api/nases', { name, radius: { ...radius, ...settings } })
  if (answer.status !== 201) throw new Error(`${identifier} cannot be registered: ${await answer.text()}`)
  const { id } = sourceView.parse(await answer.json())
  return Object.assign(nas, { sourceId: id })
}
