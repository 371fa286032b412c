import { attribute } from './attribute.ts'
import { noAuthenticator } from './authenticator.ts'
import { chanceFrom } from './mutations.ts'
import { type Attribute, encodePacket, type Packet, packetCodes } from './packet.ts'
import { signAnswer } from './signature.ts'

const { disconnectAck, disconnectNak } = packetCodes
const chance = chanceFrom(20_260_302)
const octets = (length: number) => Buffer.from(Array.from({ length }, () => Math.floor(chance() * 256)))
const changed = (answer: Buffer, at: number, octet: number) => {
  const copy = Buffer.from(answer)
  copy[at] = octet
  return copy
}

/**
 * What a NAS, a broken one, or somebody in its place may answer, from the address and the port that were asked.
 *
 * @param secret what the NAS really shares with us
 */
export function wrongAnswersWith(secret: Buffer): Readonly<Record<string, (request: Packet) => Buffer>> {
  const signed = (code: number, request: Packet, asked: Partial<Packet> = {}, key = secret) =>
    signAnswer({ code, attributes: [] }, { ...request, ...asked }, key)
  const ack = (request: Packet, attributes: readonly Attribute[]) =>
    signAnswer({ code: disconnectAck, attributes }, request, secret)
  const withMessageAuthenticators = (request: Packet, ...values: Buffer[]) =>
    ack(
      request,
      values.map((value) => attribute('Message-Authenticator', value)),
    )
  return {
    'ACK with an authenticator out of the air': (request) =>
      encodePacket({ code: disconnectAck, identifier: request.identifier, authenticator: octets(16), attributes: [] }),
    'ACK without any authenticator': (request) =>
      encodePacket({ code: disconnectAck, identifier: request.identifier, attributes: [] }),
    "ACK with the request's own authenticator": (request) =>
      encodePacket({ ...request, code: disconnectAck, attributes: [] }),
    'ACK signed with another secret': (request) => signed(disconnectAck, request, {}, Buffer.from('another')),
    'ACK signed with no secret': (request) => signed(disconnectAck, request, {}, Buffer.alloc(0)),
    'NAK signed with another secret': (request) => signed(disconnectNak, request, {}, Buffer.from('another')),
    'ACK to another identifier': (request) => signed(disconnectAck, request, { identifier: request.identifier ^ 0x80 }),
    'ACK to another request with the same identifier': (request) =>
      signed(disconnectAck, request, { authenticator: octets(16) }),
    'ACK signed over zeros instead of the request': (request) =>
      signed(disconnectAck, request, { authenticator: noAuthenticator }),
    'ACK whose identifier was changed': (request) => {
      const other = request.identifier ^ 0x40
      return changed(signed(disconnectAck, request, { identifier: other }), 1, request.identifier)
    },
    'ACK that was a NAK': (request) => changed(signed(disconnectNak, request), 0, disconnectAck),
    'ACK with one bit changed': (request) => {
      const answer = ack(request, [attribute('Error-Cause', 201)])
      const at = 4 + Math.floor(chance() * (answer.length - 4))
      return changed(answer, at, (answer[at] ?? 0) ^ (1 << Math.floor(chance() * 8)))
    },
    'ACK with an attribute put in': (request) => {
      const answer = Buffer.concat([signed(disconnectAck, request), Buffer.from('6506000000c9', 'hex')])
      return changed(answer, 3, answer.length)
    },
    'ACK cut off': (request) => signed(disconnectAck, request).subarray(0, 4 + Math.floor(chance() * 16)),
    'ACK whose length lies': (request) => changed(signed(disconnectAck, request), 3, 200),
    'ACK with a forged Message-Authenticator': (request) => withMessageAuthenticators(request, octets(16)),
    'ACK with half a Message-Authenticator': (request) => withMessageAuthenticators(request, octets(8)),
    'ACK with two Message-Authenticators': (request) => withMessageAuthenticators(request, octets(16), octets(16)),
    'CoA-ACK': (request) => signed(packetCodes.coaAck, request),
    'CoA-NAK': (request) => signed(packetCodes.coaNak, request),
    'Access-Accept': (request) => signed(packetCodes.accessAccept, request),
    'Accounting-Response': (request) => signed(packetCodes.accountingResponse, request),
    'the request itself': (request) => Buffer.from(request.octets),
    'a code that does not exist': (request) => signed(Math.floor(chance() * 40) + 200, request),
    garbage: () => octets(1 + Math.floor(chance() * 60)),
    nothing: () => Buffer.alloc(0),
    'far too much': (request) => Buffer.concat([Buffer.from(request.octets.subarray(0, 2)), octets(4_500)]),
  }
}
