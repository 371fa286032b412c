import type { HoldKind, HoldSubjectView } from '@curfew/contract'
import type { Comer } from '../../frame/keep-out.ts'

/** As somebody types it. */
export type Typed = {
  readonly kind: HoldKind
  readonly userId: string
  readonly source: string
  readonly address: string
}

export type Missing = 'userId' | 'source' | 'address'

/** What is typed as a subject, or what is missing. The server judges whether an address is one. */
export function readTyped({ kind, ...typed }: Typed): HoldSubjectView | { readonly missing: Missing } {
  const [userId, source, address] = [typed.userId.trim(), typed.source.trim(), typed.address.trim()]
  if (kind === 'address') return address === '' ? { missing: 'address' } : { kind, address }
  if (userId === '') return { missing: 'userId' }
  if (kind === 'user') return { kind, userId }
  return source === '' ? { missing: 'source' } : { kind, userId, source }
}

/** What to hold by so that these are kept out, each once. None by address where no address is known. */
export function subjectsOf(kind: HoldKind, comers: readonly Comer[]): readonly HoldSubjectView[] {
  const subjects = comers.flatMap(({ userId, source, clientAddress }): HoldSubjectView[] => {
    if (kind === 'user') return [{ kind, userId }]
    if (kind === 'user-at-source') return [{ kind, userId, source }]
    const address = deviceAddress(clientAddress)
    return address === null ? [] : [{ kind, address }]
  })
  return [...new Map(subjects.map((subject) => [JSON.stringify(subject), subject])).values()]
}

/** Of a NAS's two addresses that of the device: the other is lent. Nothing is an address that only looks like a MAC. */
function deviceAddress(clientAddress: string): string | null {
  const [first = ''] = clientAddress.split(', ')
  const isIpv4 = /^\d{1,3}(\.\d{1,3}){3}$/.test(first)
  const isIpv6 = /^[0-9a-f:.]+(%.+)?$/i.test(first) && (first.includes('::') || first.split(':').length === 8)
  return isIpv4 || isIpv6 ? first : null
}
