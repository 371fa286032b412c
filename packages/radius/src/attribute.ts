import { CurfewError } from '@curfew/contract'
import { decodeValue, encodeValue, type Values } from './data-type.ts'
import { type AttributeName, type AttributeTypes, attributeNumbers, attributeTypes } from './dictionary.ts'
import { type Attribute, maxValueLength } from './packet.ts'

/**
 * An attribute by its name.
 *
 * @throws CurfewError `internal` when its type cannot hold the value, or the value has more than 253 octets
 */
export function attribute<Name extends AttributeName>(name: Name, value: Values[AttributeTypes[Name]]): Attribute {
  const octets = encodeValue<AttributeTypes[Name]>(attributeTypes[name], value)
  if (octets === undefined || octets.length > maxValueLength)
    throw new CurfewError('internal', `${name} cannot hold the value that was composed for it.`)
  return { type: attributeNumbers[name], value: octets }
}

/** The value of the first attribute of that name; undefined when there is none, or its length does not fit its type. */
export function valueOf<Name extends AttributeName>(
  attributes: readonly Attribute[],
  name: Name,
): Values[AttributeTypes[Name]] | undefined {
  const number = attributeNumbers[name]
  const found = attributes.find(({ type }) => type === number)
  return found && decodeValue<AttributeTypes[Name]>(attributeTypes[name], found.value)
}

/** The octets of all attributes of that name, in their order. */
export function octetsNamed(attributes: readonly Attribute[], name: AttributeName): readonly Buffer[] {
  const number = attributeNumbers[name]
  return attributes.filter(({ type }) => type === number).map(({ value }) => value)
}

/** `valueOf` for many names of one packet: it is gone through once. */
export function readerOf(
  attributes: readonly Attribute[],
): <Name extends AttributeName>(name: Name) => Values[AttributeTypes[Name]] | undefined {
  const first = new Map<number, Buffer>()
  for (const { type, value } of attributes) if (!first.has(type)) first.set(type, value)
  return (name) => {
    const octets = first.get(attributeNumbers[name])
    return octets && decodeValue<AttributeTypes[typeof name]>(attributeTypes[name], octets)
  }
}
