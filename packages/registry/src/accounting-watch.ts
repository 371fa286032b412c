import type { AccountingRefusal } from '@curfew/contract'
import { contains, parseRange } from './address-range.ts'
import type { RegistryPorts } from './ports.ts'
import type { Source } from './source.ts'

/** What this process hears by RADIUS accounting; asked for, never told. */
export type AccountingWatch = {
  /** Null: it does not listen. */
  read(): HeardByAccounting | null
}

export type HeardByAccounting = {
  readonly since: Date
  readonly listensOn: readonly { readonly address: string; readonly port: number }[]
  readonly received: number
  readonly answered: number
  readonly duplicates: number
  readonly refused: Readonly<Record<AccountingRefusal, number>>
  /** By address and reason, the latest first. */
  readonly refusals: readonly RefusedPackets[]
}

export type RefusedPackets = {
  readonly address: string
  readonly reason: AccountingRefusal
  readonly count: number
  readonly firstAt: Date
  readonly lastAt: Date
  readonly detail: string
}

/** Each with the NAS that has its address now. */
export type AccountingReport = Omit<HeardByAccounting, 'refusals'> & {
  readonly refusals: readonly (RefusedPackets & { readonly nas: Source | undefined })[]
  readonly refusalCount: number
}

const mostShown = 100

/** @returns null: this process does not listen */
export async function readAccountingWatch({
  store,
  accounting,
}: Pick<RegistryPorts, 'store'> & { readonly accounting: AccountingWatch }): Promise<AccountingReport | null> {
  const heard = accounting.read()
  if (!heard) return null
  const shown = heard.refusals.slice(0, mostShown)
  const sources = shown.length > 0 ? await store.sources() : []
  const refusals = shown.map((refused) => ({ ...refused, nas: nasAt(sources, refused.address) }))
  return { ...heard, refusals, refusalCount: heard.refusals.length }
}

/** Whose packets come from there, as the narrowest network has it; a disabled one is nobody's. */
export function nasAt(sources: readonly Source[], address: string): Source | undefined {
  const at = parseRange(address)
  if (!at) return undefined
  const covering = sources.flatMap((source) =>
    (source.disabled ? [] : (source.radius?.networks ?? [])).flatMap((network) => {
      const range = parseRange(network)
      return range && contains(range, at) ? [{ source, prefix: range.prefix }] : []
    }),
  )
  return covering.sort((one, other) => other.prefix - one.prefix)[0]?.source
}
