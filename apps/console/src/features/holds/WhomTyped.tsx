import { type HoldKind, holdKinds } from '@curfew/contract'
import { useQuery } from '@tanstack/react-query'
import { messages } from '../../messages/later-messages.ts'
import { RadioGroup } from '../../ui/RadioGroup.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { sourcesQuery } from './queries.ts'
import type { Missing, Typed } from './whom.ts'

type Props = {
  readonly kind: HoldKind
  readonly onKind: (kind: HoldKind) => void
  readonly typed: Omit<Typed, 'kind'>
  readonly onChange: (typed: Omit<Typed, 'kind'>) => void
  readonly missing: Missing | null
}

/** The name of Curfew itself among the sources. */
const itself = 'curfew'

/** Whom to keep out, where no session says it. */
export function WhomTyped({ kind, onKind, typed, onChange, missing }: Props) {
  const { holds } = messages
  const { data } = useQuery(sourcesQuery())
  const names = [itself, ...(data?.items.map(({ name }) => name) ?? [])]
  return (
    <>
      <RadioGroup
        label={holds.whom}
        choices={holdKinds.map((id) => ({ id, ...holds.kinds[id] }))}
        value={kind}
        onChange={onKind}
      />
      {kind === 'address' ? (
        <TextField
          label={holds.addressLabel}
          isCode
          autoComplete="off"
          value={typed.address}
          onChange={(address) => onChange({ ...typed, address })}
          description={holds.addressHint}
          error={missing === 'address' ? holds.addressMissing : undefined}
        />
      ) : (
        <TextField
          label={holds.userId}
          isCode
          autoComplete="off"
          value={typed.userId}
          onChange={(userId) => onChange({ ...typed, userId })}
          description={holds.userIdHint}
          error={missing === 'userId' ? holds.userIdMissing : undefined}
        />
      )}
      {kind === 'user-at-source' && (
        <TextField
          label={holds.source}
          isCode
          autoComplete="off"
          value={typed.source}
          onChange={(source) => onChange({ ...typed, source })}
          suggestions={names}
          error={missing === 'source' ? holds.sourceMissing : undefined}
        />
      )}
    </>
  )
}
