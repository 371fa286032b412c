import { ipv4Text, ipv6Text, octetsOfAddress } from './ip-address.ts'
import { octetsOf, textOf } from './text.ts'

/** What the octets of an attribute mean, in RFC 8044's words; `tagged-…` is RFC 2868 §3. Times have whole seconds. */
export type Values = {
  integer: number
  integer64: bigint
  time: Date
  text: string
  string: Buffer
  ipv4addr: string
  ipv6addr: string
  ipv4prefix: string
  ipv6prefix: string
  ifid: string
  'tagged-integer': Tagged<number>
  'tagged-text': Tagged<string>
  /** A password or a key: its octets are for nobody's eyes. */
  hidden: Buffer
  vsa: Buffer
  tlv: Buffer
  extended: Buffer
  'long-extended': Buffer
}
export type DataType = keyof Values
/** `tag` 0: untagged, or shared by all tunnels. */
export type Tagged<Value> = { readonly tag: number; readonly value: Value }

type Codec<Value> = {
  /** Undefined when the octets cannot be such a value: their length is wrong. */
  readonly decode: (octets: Buffer) => Value | undefined
  /** Undefined when the value cannot be written so. */
  readonly encode: (value: Value) => Buffer | undefined
}

const asItIs: Codec<Buffer> = { decode: (octets) => octets, encode: (octets) => octets }

const codecs: { readonly [Type in DataType]: Codec<Values[Type]> } = {
  integer: {
    decode: (octets) => (octets.length === 4 ? octets.readUInt32BE(0) : undefined),
    encode: (value) => (Number.isInteger(value) && value >= 0 && value < 2 ** 32 ? uint32(value) : undefined),
  },
  integer64: {
    decode: (octets) => (octets.length === 8 ? octets.readBigUInt64BE(0) : undefined),
    encode: (value) => (value === BigInt.asUintN(64, value) ? uint64(value) : undefined),
  },
  time: {
    decode: (octets) => (octets.length === 4 ? new Date(octets.readUInt32BE(0) * 1000) : undefined),
    encode: (value) => codecs.integer.encode(Math.floor(value.getTime() / 1000)),
  },
  text: { decode: textOf, encode: octetsOf },
  string: asItIs,
  ipv4addr: { decode: ipv4Text, encode: (text) => ofLength(4, octetsOfAddress(text)) },
  ipv6addr: { decode: ipv6Text, encode: (text) => ofLength(16, octetsOfAddress(text)) },
  ipv4prefix: {
    decode: (octets) => (octets.length === 6 ? prefixText(octets, 4, ipv4Text) : undefined),
    encode: (text) => prefixOctets(text, 4),
  },
  ipv6prefix: {
    decode: (octets) => (octets.length <= 18 ? prefixText(octets, 16, ipv6Text) : undefined),
    encode: (text) => prefixOctets(text, 16),
  },
  ifid: {
    decode: (octets) => (octets.length === 8 ? octets.toString('hex').replaceAll(/.{4}(?!$)/g, '$&:') : undefined),
    encode: (text) => ofLength(8, Buffer.from(text.replaceAll(':', ''), 'hex')),
  },
  'tagged-integer': {
    decode: (octets) =>
      octets.length === 4 ? { tag: octets.readUInt8(0), value: octets.readUIntBE(1, 3) } : undefined,
    encode: ({ tag, value }) => (tag < 0x20 && value < 2 ** 24 ? uint32(tag * 2 ** 24 + value) : undefined),
  },
  'tagged-text': {
    decode: (octets) => {
      const tag = octets[0] ?? 0
      // RFC 2868 §3.3: above 0x1f the octet is the first of the text.
      return tag > 0x1f ? { tag: 0, value: textOf(octets) } : { tag, value: textOf(octets.subarray(1)) }
    },
    encode: ({ tag, value }) => (tag < 0x20 ? Buffer.concat([Buffer.of(tag), octetsOf(value)]) : undefined),
  },
  hidden: asItIs,
  vsa: asItIs,
  tlv: asItIs,
  extended: asItIs,
  'long-extended': asItIs,
}

/** What the octets mean; undefined when their length does not fit the type. */
export function decodeValue<Type extends DataType>(type: Type, octets: Buffer): Values[Type] | undefined {
  return codecs[type].decode(octets)
}

/** The octets of a value; undefined when the type cannot hold it. */
export function encodeValue<Type extends DataType>(type: Type, value: Values[Type]): Buffer | undefined {
  return codecs[type].encode(value)
}

/** RFC 3162 §2.3: a reserved octet, the length in bits, and the octets up to there; those left out are zeros. */
function prefixText(octets: Buffer, width: number, text: (octets: Buffer) => string | undefined): string | undefined {
  const bits = octets[1]
  if (bits === undefined || bits > 8 * width) return undefined
  const address = Buffer.alloc(width)
  octets.copy(address, 0, 2)
  return `${text(masked(address, bits))}/${bits}`
}

/** IPv4 is always written in full (RFC 8044 §3.11), IPv6 as short as it can be (RFC 3162 §2.3). */
function prefixOctets(text: string, width: number): Buffer | undefined {
  const [address = '', length = ''] = text.split('/')
  const octets = ofLength(width, octetsOfAddress(address))
  const bits = Number(length)
  if (octets === undefined || length === '' || !Number.isInteger(bits) || bits < 0 || bits > 8 * width) return undefined
  const kept = width === 4 ? 4 : Math.ceil(bits / 8)
  return Buffer.concat([Buffer.of(0, bits), masked(octets, bits).subarray(0, kept)])
}

/** The address with everything after its first `bits` bits zero. */
export function masked(address: Buffer, bits: number): Buffer {
  return Buffer.from(address.map((octet, index) => octet & (0xff00 >> Math.max(0, Math.min(8, bits - 8 * index)))))
}

function ofLength(length: number, octets: Buffer | undefined): Buffer | undefined {
  return octets?.length === length ? octets : undefined
}

function uint32(value: number): Buffer {
  const octets = Buffer.alloc(4)
  octets.writeUInt32BE(value)
  return octets
}

function uint64(value: bigint): Buffer {
  const octets = Buffer.alloc(8)
  octets.writeBigUInt64BE(value)
  return octets
}
