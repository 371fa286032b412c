/** A source of chance that a seed determines: mulberry32. From 0 to below 1. */
export function chanceFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

type Chance = (below: number) => number
type Mutation = (packet: Buffer, below: Chance) => Buffer

/** What happens to packets on their way and in the hands of those who mean harm. */
const mutationsOfOne: readonly Mutation[] = [
  (packet, below) => withOctet(packet, below(packet.length), below(256)),
  (packet, below) => withOctet(packet, below(packet.length), (packet[below(packet.length)] ?? 0) ^ (1 << below(8))),
  (packet, below) => packet.subarray(0, below(packet.length + 1)),
  (packet, below) => Buffer.concat([packet, Buffer.alloc(below(64), below(256))]),
  // Lengths lie: that of the packet, and that of an attribute.
  (packet, below) => withOctet(withOctet(packet, 2, below(20)), 3, below(256)),
  (packet, below) => withOctet(packet, 21, below(256)),
  (packet, below) => {
    const at = below(packet.length)
    return Buffer.concat([packet.subarray(0, at), Buffer.alloc(below(8), below(256)), packet.subarray(at)])
  },
  (packet, below) => {
    const at = below(packet.length)
    return Buffer.concat([packet.subarray(0, at), packet.subarray(Math.min(packet.length, at + 1 + below(8)))])
  },
  // Truncated, but with a Length that admits it: the attributes are cut somewhere.
  (packet, below) => withLength(packet.subarray(0, 20 + below(packet.length))),
  (packet, below) => withLength(Buffer.concat([packet, packet.subarray(20 + below(Math.max(1, packet.length - 20)))])),
]

/** `count` mutations of these packets, each of one change or two; the same seed gives the same ones. */
export function* mutations(packets: readonly Buffer[], count: number, seed: number): Generator<Buffer> {
  const chance = chanceFrom(seed)
  const below: Chance = (limit) => Math.floor(chance() * limit)
  for (let made = 0; made < count; made += 1) {
    let packet = packets[below(packets.length)] ?? Buffer.alloc(20)
    for (let change = below(2); change >= 0; change -= 1)
      packet = mutationsOfOne[below(mutationsOfOne.length)]?.(packet, below) ?? packet
    yield packet
  }
}

function withOctet(packet: Buffer, at: number, octet: number): Buffer {
  const copy = Buffer.from(packet)
  if (at < copy.length) copy[at] = octet
  return copy
}

function withLength(packet: Buffer): Buffer {
  const copy = Buffer.from(packet)
  if (copy.length >= 4) copy.writeUInt16BE(Math.min(copy.length, 0xffff), 2)
  return copy
}
