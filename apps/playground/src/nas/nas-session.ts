import { randomBytes } from 'node:crypto'
import { type Attribute, attribute } from '@curfew/radius'

/** One user behind the NAS. */
export type NasSession = {
  readonly acctSessionId: string
  readonly userName: string
  readonly port: number
  readonly framedIpAddress: string
  readonly framedIpv6Address: string
  /** Where the user's tunnel comes from. */
  readonly callingStationId: string
  /** As an authentication server gave it: octets that the NAS gives back and nobody reads. */
  readonly class: Buffer
  readonly beganAt: Date
}

/** How a NAS calls itself. */
export type NasName = { readonly identifier: string; readonly address: string; readonly calledStationId: string }

/** @param number counts the sessions of this NAS since it started, from 1 */
export function beginSession(userName: string, number: number, beganAt: Date): NasSession {
  const host = (number % 250) + 1
  const net = Math.floor(number / 250) % 250
  return {
    // Real ones have such characters: in URLs, CSV and logs they have to survive.
    acctSessionId: `${randomBytes(6).toString('base64')}/${number}+=:${host}`,
    userName,
    port: number,
    framedIpAddress: `10.8.${net}.${host}`,
    framedIpv6Address: `2001:db8:8::${number.toString(16)}`,
    callingStationId: `203.0.113.${host}`,
    class: randomBytes(16),
    beganAt,
  }
}

/** What names the session in everything that is said about it. */
export function attributesOf(session: NasSession, nas: NasName): Attribute[] {
  return [
    attribute('User-Name', session.userName),
    ...nameOf(nas),
    attribute('NAS-Port', session.port),
    attribute('NAS-Port-Type', virtualPort),
    attribute('Service-Type', framed),
    attribute('Framed-IP-Address', session.framedIpAddress),
    attribute('Framed-IPv6-Address', session.framedIpv6Address),
    attribute('Called-Station-Id', nas.calledStationId),
    attribute('Calling-Station-Id', session.callingStationId),
    attribute('Acct-Session-Id', session.acctSessionId),
    attribute('Acct-Multi-Session-Id', `multi-${session.acctSessionId}`),
    attribute('Acct-Authentic', byRadius),
    attribute('Class', session.class),
    attribute('Connect-Info', 'IKEv2 AES-256'),
  ]
}

export function nameOf(nas: NasName): Attribute[] {
  return [attribute('NAS-Identifier', nas.identifier), attribute('NAS-IP-Address', nas.address)]
}

/** What went through until now. A user moves 40 MB a second, so that after two minutes the Gigawords count. */
export function countersOf({ beganAt }: NasSession, now: Date): Attribute[] {
  const seconds = Math.max(0, Math.floor((now.getTime() - beganAt.getTime()) / 1000))
  const input = seconds * 4_000_000
  const output = seconds * 40_000_000
  return [
    attribute('Acct-Session-Time', seconds),
    attribute('Acct-Input-Octets', input % 2 ** 32),
    attribute('Acct-Input-Gigawords', Math.floor(input / 2 ** 32)),
    attribute('Acct-Output-Octets', output % 2 ** 32),
    attribute('Acct-Output-Gigawords', Math.floor(output / 2 ** 32)),
    attribute('Acct-Input-Packets', seconds * 3_000),
    attribute('Acct-Output-Packets', seconds * 30_000),
  ]
}

const virtualPort = 5
const framed = 2
const byRadius = 1
