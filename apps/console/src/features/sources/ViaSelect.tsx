import { type Via, vias } from '@curfew/contract'
import { messages } from '../../messages/later-messages.ts'
import { Select } from '../../ui/Select.tsx'

const each = 'each'
type Props = { readonly value: Via | null; readonly onChange: (via: Via | null) => void }

/** How users reach a source's self-service console; or it says so with each session. */
export function ViaSelect({ value, onChange }: Props) {
  const { sources } = messages
  return (
    <Select<Via | typeof each>
      label={sources.viaLabel}
      value={value ?? each}
      onChange={(chosen) => onChange(chosen === each ? null : chosen)}
      choices={[
        { id: each, label: sources.viaEach },
        ...vias.map((via) => ({ id: via, label: sources.viaWords[via] })),
      ]}
    />
  )
}
