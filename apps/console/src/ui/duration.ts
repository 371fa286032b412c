export const durationUnits = ['minutes', 'hours', 'days'] as const
export type DurationUnit = (typeof durationUnits)[number]

/** As it is typed. */
export type Duration = { readonly amount: string; readonly unit: DurationUnit }

const secondsOf: Record<DurationUnit, number> = { minutes: 60, hours: 3600, days: 86_400 }

/** @returns null: no whole number, or less or more than is allowed */
export function readSeconds({ amount, unit }: Duration, least: number, most: number): number | null {
  const text = amount.trim()
  if (!/^\d{1,9}$/.test(text)) return null
  const seconds = Number(text) * secondsOf[unit]
  return seconds < least || seconds > most ? null : seconds
}

/** In the largest unit that it is a whole number of. */
export function printSeconds(seconds: number): Duration {
  const unit = durationUnits.findLast((known) => seconds > 0 && seconds % secondsOf[known] === 0) ?? 'minutes'
  return { amount: String(Math.round(seconds / secondsOf[unit])), unit }
}
