import { decodePacket, type Packet } from './packet.ts'

const octets = (hex: string) => Buffer.from(hex.replaceAll(/\s/g, ''), 'hex')

/** RFC 2865 §7.1 and §7.2, signed with `xyzzy5461`. */
export const rfc2865 = {
  secret: Buffer.from('xyzzy5461'),
  telnetRequest: octets(`
    01000038 0f403f947397 8057bd83d5cb98f4227a
    01066e656d6f 02120dbe708d93d413ce3196e43f782a0aee 0406c0a80110 050600000003`),
  telnetAccept: octets(`
    02000026 86fe220e7624 ba2a1005f6bf9b55e0b2
    060600000001 0f0600000000 0e06c0a80103`),
  pppRequest: octets(`
    01010047 2aee86f08d0d 55969ca5978e0d3367a2
    0108666c6f707379 031316e97557c316185895f293ff634407727504 06c0a80110
    050600000014 060600000002 070600000001`),
  pppAccept: octets(`
    02010038 15efbc7dab26 cfa3dc34d9c03c8601a4
    060600000002 070600000001 0806fffffffe 0a0600000002 0d0600000001 0c06000005dc`),
}

/** As FreeRADIUS' radclient 3.2.1 sent them, signed with `testing123`. */
export const radclient = {
  secret: Buffer.from('testing123'),
  start: octets(`
    045200ba f5823a210d5387713dffb8c4d133ecab
    0105616461 280600000001 2c0a3030303030303241 0406c0000207 200776706e2d32 050600000003 3d0600000005
    1f0d3230332e302e3131332e39 1e0e3139382e35312e3130302e31 08060a080006 6114003020010db8004200000000000000000000
    a81220010db8000000000000000000000006 370669a55190 290600000000 19050102ff
    1a2000000009011a636f6e6e6563742d70726f67726573733d43616c6c205570`),
  interim: octets(`
    0414005a d8a1c28eeed27b0b1f75597e29e64115
    0105616461 280600000003 2c0a3030303030303241 200776706e2d32 2e0600000258 2a06ffffffff 340600000002 2b0600000007
    5012f0139db7d73d92d006f127d1bac303f4`),
  disconnect: octets(`
    28f6003b 513e3c67e6f2c605df323c0ce16c142a
    0105616461 2c0a3030303030303241 370669a55190 5012d77b0432f4fbf0b2aad4685304aae90f`),
  status: octets(`
    0c15002e 2fdd95b067a53fc9042bef0246b70c75
    50123197ddea28ace2f8ee92d649bf298e58 2008737461747573`),
}

/** Composed and signed octet by octet with another program: Python's hashlib and hmac. */
export const byHand = {
  /** To radclient's `start`, with Proxy-State `p 00 ff 1`. */
  accountingResponse: octets('0552001a 9876c136c566d06764aa1967550bac0b 21067000ff31'),
  /** To radclient's `disconnect`: Error-Cause 503, with a Message-Authenticator. */
  disconnectNak: octets(`
    2af6002c 0ab7662fa88ad7fe013eb3d3ebe594cd
    50127429b83163318c283984ad05018cc1f5 6506000001f7`),
  secret: Buffer.from('s3cr3t'),
  /** Acct-Session-Id `0000002A`, at 2026-03-02T09:00:00Z, identifier 7. */
  disconnectRequest: octets(`
    28070036 fa2f2ad52c048684303b3f0ea40d2a36
    50122a1be135b8d2282ca7a83b607336cb0e 2c0a3030303030303241 370669a55190`),
  /** Start of session `a`, identifier 1. */
  accountingRequest: octets('0401001d ca10ee9fb5dee4594e99263a6f047d46 280600000001 2c0361'),
}

export const realPackets: readonly Buffer[] = [rfc2865, radclient, byHand]
  .flatMap((kept) => Object.entries(kept))
  .flatMap(([name, packet]) => (name === 'secret' ? [] : packet))

/** Read what is known to be a packet. */
export function packetOf(datagram: Buffer): Packet {
  const reading = decodePacket(datagram)
  if (!reading.ok) throw new Error(`This should be a packet, and is not: ${reading.reason}`)
  return reading.packet
}
