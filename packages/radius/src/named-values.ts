import { errorCauseOf } from './error-cause.ts'
import { terminateCauseOf } from './terminate-cause.ts'

/** Names by number, the first of them being `from`. */
function numbered(from: number, names: string): ReadonlyMap<number, string> {
  return new Map(names.split(' ').map((name, index) => [from + index, name]))
}

const nasPortTypes = new Map([
  ...numbered(0, 'Async Sync ISDN ISDN-V120 ISDN-V110 Virtual PIAFS HDLC-Clear-Channel X.25 X.75'),
  ...numbered(10, 'G.3-Fax SDSL ADSL-CAP ADSL-DMT IDSL Ethernet xDSL Cable Wireless-Other Wireless-802.11'),
  ...numbered(20, 'Token-Ring FDDI Wireless-CDMA2000 Wireless-UMTS Wireless-1X-EV IAPP FTTP Wireless-802.16'),
  ...numbered(28, 'Wireless-802.20 Wireless-802.22'),
])
const serviceTypes = new Map([
  ...numbered(1, 'Login Framed Callback-Login Callback-Framed Outbound Administrative NAS-Prompt'),
  ...numbered(8, 'Authenticate-Only Callback-NAS-Prompt Call-Check Callback-Administrative Voice Fax'),
  ...numbered(14, 'Modem-Relay IAPP-Register IAPP-AP-Check Authorize-Only Framed-Management'),
])
const tunnelTypes = numbered(1, 'PPTP L2F L2TP ATMP VTP AH IP MIN-IP ESP GRE DVS IP-in-IP VLAN')
const tunnelMedia = numbered(1, 'IPv4 IPv6 NSAP HDLC BBN-1822 IEEE-802')
const acctAuthentic = numbered(1, 'RADIUS Local Remote Diameter')
const framedProtocols = numbered(1, 'PPP SLIP ARAP')
const acctStatusTypes = new Map([
  ...numbered(1, 'Start Stop Interim-Update'),
  ...numbered(7, 'Accounting-On Accounting-Off Tunnel-Start Tunnel-Stop Tunnel-Reject Tunnel-Link-Start'),
  ...numbered(13, 'Tunnel-Link-Stop Tunnel-Link-Reject Failed'),
])

/** Attributes whose values are names; RFC 2865, 2866, 2867, 2868, 3580 and IANA's registers. */
const names: ReadonlyMap<string, ReadonlyMap<number, string>> = new Map([
  ['NAS-Port-Type', nasPortTypes],
  ['Service-Type', serviceTypes],
  ['Tunnel-Type', tunnelTypes],
  ['Tunnel-Medium-Type', tunnelMedia],
  ['Acct-Authentic', acctAuthentic],
  ['Framed-Protocol', framedProtocols],
  ['Acct-Status-Type', acctStatusTypes],
])

/** The standard's name of NAS-Port-Type's value (RFC 2865 §5.41); a number when it has none here. */
export function nasPortTypeOf(code: number): string {
  return nasPortTypes.get(code) ?? String(code)
}

/** The standard's name of an enumerated attribute's value; undefined when it is not enumerated or has no name here. */
export function nameOfValue(attribute: string, code: number): string | undefined {
  if (attribute === 'Acct-Terminate-Cause') return terminateCauseOf(code).name
  if (attribute === 'Error-Cause') return errorCauseOf(code).name
  return names.get(attribute)?.get(code)
}
