import type { DataType } from './data-type.ts'

/**
 * The attributes that accounting, dynamic authorization and their relays carry, by number, with RFC 8044's types.
 *
 * RFC 2865 §5, 2866 §5, 2867, 2868, 2869 §5, 3162, 4072, 4372, 4675, 4818, 4849, 5176, 5447, 5580, 6519, 6572, 6677, 6911, 6929, 6930, 7268.
 * What is not here is kept as octets and named by its number.
 */
export const dictionary = {
  1: ['User-Name', 'text'],
  2: ['User-Password', 'hidden'],
  3: ['CHAP-Password', 'hidden'],
  4: ['NAS-IP-Address', 'ipv4addr'],
  5: ['NAS-Port', 'integer'],
  6: ['Service-Type', 'integer'],
  7: ['Framed-Protocol', 'integer'],
  8: ['Framed-IP-Address', 'ipv4addr'],
  9: ['Framed-IP-Netmask', 'ipv4addr'],
  10: ['Framed-Routing', 'integer'],
  11: ['Filter-Id', 'text'],
  12: ['Framed-MTU', 'integer'],
  13: ['Framed-Compression', 'integer'],
  14: ['Login-IP-Host', 'ipv4addr'],
  15: ['Login-Service', 'integer'],
  16: ['Login-TCP-Port', 'integer'],
  18: ['Reply-Message', 'text'],
  19: ['Callback-Number', 'text'],
  20: ['Callback-Id', 'text'],
  22: ['Framed-Route', 'text'],
  23: ['Framed-IPX-Network', 'ipv4addr'],
  24: ['State', 'string'],
  25: ['Class', 'string'],
  26: ['Vendor-Specific', 'vsa'],
  27: ['Session-Timeout', 'integer'],
  28: ['Idle-Timeout', 'integer'],
  29: ['Termination-Action', 'integer'],
  30: ['Called-Station-Id', 'text'],
  31: ['Calling-Station-Id', 'text'],
  32: ['NAS-Identifier', 'text'],
  33: ['Proxy-State', 'string'],
  34: ['Login-LAT-Service', 'text'],
  35: ['Login-LAT-Node', 'text'],
  36: ['Login-LAT-Group', 'string'],
  37: ['Framed-AppleTalk-Link', 'integer'],
  38: ['Framed-AppleTalk-Network', 'integer'],
  39: ['Framed-AppleTalk-Zone', 'text'],
  40: ['Acct-Status-Type', 'integer'],
  41: ['Acct-Delay-Time', 'integer'],
  42: ['Acct-Input-Octets', 'integer'],
  43: ['Acct-Output-Octets', 'integer'],
  44: ['Acct-Session-Id', 'text'],
  45: ['Acct-Authentic', 'integer'],
  46: ['Acct-Session-Time', 'integer'],
  47: ['Acct-Input-Packets', 'integer'],
  48: ['Acct-Output-Packets', 'integer'],
  49: ['Acct-Terminate-Cause', 'integer'],
  50: ['Acct-Multi-Session-Id', 'text'],
  51: ['Acct-Link-Count', 'integer'],
  52: ['Acct-Input-Gigawords', 'integer'],
  53: ['Acct-Output-Gigawords', 'integer'],
  55: ['Event-Timestamp', 'time'],
  56: ['Egress-VLANID', 'integer'],
  57: ['Ingress-Filters', 'integer'],
  58: ['Egress-VLAN-Name', 'text'],
  59: ['User-Priority-Table', 'string'],
  60: ['CHAP-Challenge', 'hidden'],
  61: ['NAS-Port-Type', 'integer'],
  62: ['Port-Limit', 'integer'],
  63: ['Login-LAT-Port', 'text'],
  64: ['Tunnel-Type', 'tagged-integer'],
  65: ['Tunnel-Medium-Type', 'tagged-integer'],
  66: ['Tunnel-Client-Endpoint', 'tagged-text'],
  67: ['Tunnel-Server-Endpoint', 'tagged-text'],
  68: ['Acct-Tunnel-Connection', 'text'],
  69: ['Tunnel-Password', 'hidden'],
  70: ['ARAP-Password', 'hidden'],
  71: ['ARAP-Features', 'string'],
  72: ['ARAP-Zone-Access', 'integer'],
  73: ['ARAP-Security', 'integer'],
  74: ['ARAP-Security-Data', 'string'],
  75: ['Password-Retry', 'integer'],
  76: ['Prompt', 'integer'],
  77: ['Connect-Info', 'text'],
  78: ['Configuration-Token', 'text'],
  79: ['EAP-Message', 'hidden'],
  80: ['Message-Authenticator', 'string'],
  81: ['Tunnel-Private-Group-Id', 'tagged-text'],
  82: ['Tunnel-Assignment-Id', 'tagged-text'],
  83: ['Tunnel-Preference', 'tagged-integer'],
  84: ['ARAP-Challenge-Response', 'hidden'],
  85: ['Acct-Interim-Interval', 'integer'],
  86: ['Acct-Tunnel-Packets-Lost', 'integer'],
  87: ['NAS-Port-Id', 'text'],
  88: ['Framed-Pool', 'text'],
  89: ['Chargeable-User-Identity', 'text'],
  90: ['Tunnel-Client-Auth-Id', 'tagged-text'],
  91: ['Tunnel-Server-Auth-Id', 'tagged-text'],
  92: ['NAS-Filter-Rule', 'text'],
  94: ['Originating-Line-Info', 'string'],
  95: ['NAS-IPv6-Address', 'ipv6addr'],
  96: ['Framed-Interface-Id', 'ifid'],
  97: ['Framed-IPv6-Prefix', 'ipv6prefix'],
  98: ['Login-IPv6-Host', 'ipv6addr'],
  99: ['Framed-IPv6-Route', 'text'],
  100: ['Framed-IPv6-Pool', 'text'],
  101: ['Error-Cause', 'integer'],
  102: ['EAP-Key-Name', 'hidden'],
  123: ['Delegated-IPv6-Prefix', 'ipv6prefix'],
  124: ['MIP6-Feature-Vector', 'integer64'],
  126: ['Operator-Name', 'text'],
  127: ['Location-Information', 'string'],
  128: ['Location-Data', 'string'],
  129: ['Basic-Location-Policy-Rules', 'string'],
  130: ['Extended-Location-Policy-Rules', 'string'],
  144: ['DS-Lite-Tunnel-Name', 'text'],
  155: ['PMIP6-Home-IPv4-HoA', 'ipv4prefix'],
  163: ['EAP-Lower-Layer', 'integer'],
  168: ['Framed-IPv6-Address', 'ipv6addr'],
  169: ['DNS-Server-IPv6-Address', 'ipv6addr'],
  170: ['Route-IPv6-Information', 'ipv6prefix'],
  171: ['Delegated-IPv6-Prefix-Pool', 'text'],
  172: ['Stateful-IPv6-Address-Pool', 'text'],
  173: ['IPv6-6rd-Configuration', 'tlv'],
  174: ['Allowed-Called-Station-Id', 'text'],
  175: ['EAP-Peer-Id', 'string'],
  176: ['EAP-Server-Id', 'string'],
  177: ['Mobility-Domain-Id', 'integer'],
  178: ['Preauth-Timeout', 'integer'],
  181: ['WLAN-HESSID', 'text'],
  182: ['WLAN-Venue-Info', 'integer'],
  184: ['WLAN-Venue-Name', 'text'],
  185: ['WLAN-Reason-Code', 'integer'],
  186: ['WLAN-Pairwise-Cipher', 'integer'],
  187: ['WLAN-Group-Cipher', 'integer'],
  188: ['WLAN-AKM-Suite', 'integer'],
  189: ['WLAN-Group-Mgmt-Cipher', 'integer'],
  190: ['WLAN-RF-Band', 'integer'],
  241: ['Extended-Attribute-1', 'extended'],
  242: ['Extended-Attribute-2', 'extended'],
  243: ['Extended-Attribute-3', 'extended'],
  244: ['Extended-Attribute-4', 'extended'],
  245: ['Extended-Attribute-5', 'long-extended'],
  246: ['Extended-Attribute-6', 'long-extended'],
} as const satisfies Record<number, readonly [name: string, type: DataType]>

type Entries = typeof dictionary
export type AttributeNumber = keyof Entries
export type AttributeName = Entries[AttributeNumber][0]
/** The data type of each attribute, by its name. */
export type AttributeTypes = {
  readonly [Name in AttributeName]: Extract<Entries[AttributeNumber], readonly [Name, DataType]>[1]
}

const entries = Object.entries(dictionary)

/** Attribute numbers and types by name: the table above, turned round, which `Object.fromEntries` cannot type. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
export const attributeNumbers = Object.fromEntries(entries.map(([number, [name]]) => [name, Number(number)])) as {
  readonly [Name in AttributeName]: number
}
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
export const attributeTypes = Object.fromEntries(entries.map(([, [name, type]]) => [name, type])) as AttributeTypes

const byNumber: ReadonlyMap<number, readonly [name: AttributeName, type: DataType]> = new Map(
  entries.map(([number, entry]) => [Number(number), entry]),
)

/** Name and type of an attribute; undefined when the dictionary does not have it. */
export function entryOf(type: number): readonly [name: AttributeName, type: DataType] | undefined {
  return byNumber.get(type)
}
