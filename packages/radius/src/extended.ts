import { CurfewError } from '@curfew/contract'
import type { Attribute } from './packet.ts'

/** An attribute of RFC 6929: `type` is 241 to 246. */
export type ExtendedAttribute = {
  readonly type: number
  readonly extendedType: number
  /** Fragments of a long one are joined. */
  readonly value: Buffer
  /** False when a long one announces more and no more comes: the value is what there is. */
  readonly isWhole: boolean
}

const firstShort = 241
const firstLong = 245
const last = 246
/** RFC 6929 §2.2: the first bit of the flags, "More". */
const more = 0x80
/** 255 octets, less Type, Length, Extended-Type and flags. */
const maxFragment = 251

/**
 * The extended attributes among these, in their order; one without an Extended-Type is passed over.
 * @see RFC 6929 §2.1, §2.2
 */
export function extendedAttributes(attributes: readonly Attribute[]): ExtendedAttribute[] {
  const found: ExtendedAttribute[] = []
  for (let at = 0; at < attributes.length; at += 1) {
    const first = attributes[at]
    if (first === undefined || first.type < firstShort || first.type > last || first.value.length === 0) continue
    const { type, value } = first
    const extendedType = value[0] ?? 0
    if (type < firstLong) {
      found.push({ type, extendedType, value: value.subarray(1), isWhole: true })
    } else if (value.length > 1) {
      const fragments = fragmentsFrom(attributes, at)
      const lastOne = fragments.at(-1)
      const isWhole = lastOne === undefined || !goesOn(lastOne)
      const joined = Buffer.concat(fragments.map((fragment) => fragment.value.subarray(2)))
      found.push({ type, extendedType, value: joined, isWhole })
      at += fragments.length - 1
    }
  }
  return found
}

/** A long attribute's fragments stand one after the other, all but the last with "More". */
function fragmentsFrom(attributes: readonly Attribute[], start: number): readonly Attribute[] {
  let end = start
  for (;;) {
    const [current, next] = [attributes[end], attributes[end + 1]]
    if (current === undefined || !goesOn(current)) break
    if (next?.type !== current.type || next.value[0] !== current.value[0] || next.value.length < 2) break
    end += 1
  }
  return attributes.slice(start, end + 1)
}

const goesOn = ({ value }: Attribute) => ((value[1] ?? 0) & more) !== 0

/**
 * The attributes that carry an extended one: a single one for 241 to 244, as many fragments as it takes for 245 and 246.
 *
 * @throws CurfewError `internal` when a short one is too long, or the type is none of these
 */
export function extendedAttribute(type: number, extendedType: number, value: Buffer): Attribute[] {
  if (type < firstShort || type > last || (type < firstLong && value.length > maxFragment + 1))
    throw new CurfewError('internal', `Extended attribute ${type}.${extendedType} cannot hold ${value.length} octets.`)
  if (type < firstLong) return [{ type, value: Buffer.concat([Buffer.of(extendedType), value]) }]
  const count = Math.max(1, Math.ceil(value.length / maxFragment))
  return Array.from({ length: count }, (_, index) => {
    const flags = index + 1 < count ? more : 0
    const part = value.subarray(index * maxFragment, (index + 1) * maxFragment)
    return { type, value: Buffer.concat([Buffer.of(extendedType, flags), part]) }
  })
}
