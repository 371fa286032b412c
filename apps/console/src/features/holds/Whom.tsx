import type { HoldKind } from '@curfew/contract'
import type { Comer } from '../../frame/keep-out.ts'
import { messages } from '../../messages/later-messages.ts'
import { RadioGroup } from '../../ui/RadioGroup.tsx'
import { subjectsOf } from './whom.ts'

type Props = {
  readonly comers: readonly Comer[]
  readonly kind: HoldKind
  readonly onKind: (kind: HoldKind) => void
}

/** By what those of the sessions are kept out. */
export function Whom({ comers, kind, onKind }: Props) {
  const { holds } = messages
  const users = subjectsOf('user', comers)
  const places = subjectsOf('user-at-source', comers)
  const addresses = subjectsOf('address', comers)
  const [first] = comers
  const [address] = addresses
  const isOne = users.length === 1 && first !== undefined
  const choices = [
    {
      id: 'user' as const,
      label: isOne ? holds.thisUser(first.userId) : holds.theseUsers(users.length),
    },
    {
      id: 'user-at-source' as const,
      label: isOne && places.length === 1 ? holds.thisUserAt(first.userId, first.source) : holds.theseUsersAt,
    },
    ...(address?.kind === 'address'
      ? [
          {
            id: 'address' as const,
            label: addresses.length === 1 ? holds.thisAddress(address.address) : holds.theseAddresses(addresses.length),
            detail: holds.passesSuperAdmins,
          },
        ]
      : []),
  ]
  return <RadioGroup label={holds.whom} choices={choices} value={kind} onChange={onKind} />
}
