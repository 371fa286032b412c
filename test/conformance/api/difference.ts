/**
 * Where two JSON values differ in shape: kinds of values, names of fields, forms of texts. Undefined: they agree.
 *
 * `null` agrees with everything and an empty list with every list: whether something may be null is the schema's to say, and
 * when a delivery is told is the moment's. Lists are compared by their first items.
 */
export function differenceInShape(one: unknown, other: unknown, path = '$'): string | undefined {
  if (one === null || other === null) return undefined
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === 0 || other.length === 0 ? undefined : differenceInShape(one[0], other[0], `${path}[]`)
  if (isRecord(one) && isRecord(other)) return differenceInFields(one, other, path)
  const [form, otherForm] = [formOf(one), formOf(other)]
  return form === otherForm ? undefined : `${path}: ${form} here, ${otherForm} there`
}

function differenceInFields(one: Record<string, unknown>, other: Record<string, unknown>, path: string) {
  const [named, otherNamed] = [withoutIds(one), withoutIds(other)]
  for (const name of new Set([...Object.keys(named), ...Object.keys(otherNamed)])) {
    if (!(name in named)) return `${path}.${name}: missing here`
    if (!(name in otherNamed)) return `${path}.${name}: missing there`
    const difference = differenceInShape(named[name], otherNamed[name], `${path}.${name}`)
    if (difference !== undefined) return difference
  }
  return undefined
}

/** Fields that are named by ids are one of many, as in a list. */
function withoutIds(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [withoutChance(name), value]))
}

/** A text with what changes from run to run taken out: ids, times, request ids, counts of seconds. */
export function withoutChance(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replaceAll(/\d+ seconds?/g, '<seconds>')
}

const forms: readonly [string, RegExp][] = [
  ['an id', /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/],
  ['a time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/],
]

function formOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (isRecord(value)) return 'fields'
  if (typeof value !== 'string') return `a ${typeof value}`
  return forms.find(([, pattern]) => pattern.test(value))?.[0] ?? 'a text'
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
