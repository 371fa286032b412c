const units = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const

/** 86,400 → `1 d`, 300 → `5 min`, 90 → `90 s`: in the largest unit that it is whole in. */
export function printDuration(seconds: number): string {
  const [unit, each] = units.find(([, length]) => seconds >= length && seconds % length === 0) ?? ['s', 1]
  return `${seconds / each} ${unit}`
}

/** Whole seconds of `90 s`, `5 min`, `1.5 h`, `2 d`, and of a number alone, which is seconds. NaN for anything else. */
export function readDuration(typed: string): number {
  const [, number = '', unit = 's'] = /^(\d{1,9}(?:[.,]\d{1,9})?)\s*(s|min|m|h|d)?$/i.exec(typed.trim()) ?? []
  const short = unit.toLowerCase()
  const each = units.find(([name]) => name === (short === 'm' ? 'min' : short))?.[1] ?? Number.NaN
  return number === '' ? Number.NaN : Math.round(Number(number.replace(',', '.')) * each)
}
