import { type Role, roles } from '@curfew/contract'
import { messages } from '../../messages/messages.ts'
import { Select } from '../../ui/Select.tsx'

type Props = { readonly value: Role; readonly onChange: (role: Role) => void }

/** One role; each includes those before it. */
export function RoleSelect({ value, onChange }: Props) {
  const { administrators: words } = messages
  return (
    <Select
      label={words.role}
      value={value}
      onChange={onChange}
      choices={roles.map((role) => ({ id: role, label: words.roles[role], detail: words.roleDetails[role] }))}
    />
  )
}
