import { type AccountingEvent, readAccounting } from './accounting-event.ts'
import { decodePacket, type Packet, packetCodes } from './packet.ts'
import type { RefusalReason } from './refusals.ts'
import { type Judgement, judgeRequest } from './signature.ts'
import type { NasSource } from './source-table.ts'

/** A datagram that is to be answered once its event, if it has one, is stored. */
export type Accepted = {
  readonly is: 'accepted'
  readonly packet: Packet
  /** The secret that it was signed with, and that the answer is to be signed with. */
  readonly secret: Buffer
  /** Undefined: there is nothing to store. */
  readonly event: AccountingEvent | undefined
}
export type Intake = Accepted | { readonly is: 'refused'; readonly reason: RefusalReason; readonly detail: string }

/**
 * Judge a datagram that came to the accounting port: whether it is well formed, authentic, and what it tells.
 *
 * Besides Accounting-Request, Status-Server is taken: relays ask by it whether we are alive (RFC 5997 §4.2).
 */
export function takeIn(
  datagram: Buffer,
  from: { readonly source: NasSource; readonly address: string; readonly receivedAt: Date },
): Intake {
  const reading = decodePacket(datagram)
  if (!reading.ok) return refuse('malformed', reading.reason)
  const { packet } = reading
  const isAccounting = packet.code === packetCodes.accountingRequest
  if (!isAccounting && packet.code !== packetCodes.statusServer)
    return refuse('unexpected-code', `Code ${packet.code} does not belong on the accounting port.`)
  const { secret, judgement } = judge(packet, from.source)
  if (secret === undefined) return refuseUnsigned(judgement)
  if (!isAccounting) return { is: 'accepted', packet, secret, event: undefined }
  const accounting = readAccounting(packet, from)
  if (accounting.is === 'malformed') return refuse('malformed', accounting.detail)
  return { is: 'accepted', packet, secret, event: accounting.is === 'event' ? accounting.event : undefined }
}

/** The secret that fits, or what the first one says. */
function judge(packet: Packet, { secrets, requiresMessageAuthenticator }: NasSource) {
  const judged = secrets.map((secret) => ({
    secret,
    judgement: judgeRequest(packet, secret, { requiresMessageAuthenticator }),
  }))
  const fitting = judged.find(({ judgement }) => judgement === 'authentic')
  const telling = judged.find(({ judgement }) => judgement !== 'wrong-authenticator')
  return fitting ?? { secret: undefined, judgement: telling?.judgement ?? 'wrong-authenticator' }
}

function refuseUnsigned(judgement: Judgement): Intake {
  switch (judgement) {
    case 'no-message-authenticator':
      return refuse('no-message-authenticator', 'It has no Message-Authenticator, and this source has to send one.')
    case 'malformed-message-authenticator':
      return refuse('malformed', 'Its Message-Authenticator is not one of 16 octets.')
    case 'wrong-message-authenticator':
      return refuse('wrong-secret', 'Its Message-Authenticator does not fit.')
    default:
      return refuse('wrong-secret', 'Its Request Authenticator does not fit.')
  }
}

function refuse(reason: RefusalReason, detail: string): Intake {
  return { is: 'refused', reason, detail }
}
