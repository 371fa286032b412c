import type { Me } from '@curfew/contract'
import { useNavigate } from 'react-router'
import { messages } from '../messages/messages.ts'
import { Menu } from '../ui/Menu.tsx'
import css from './PersonMenu.module.css'
import { pages } from './pages.ts'

type Props = { readonly me: Me; readonly onHelp: () => void }

/** Who is logged on and since when; and what concerns nobody else. */
export function PersonMenu({ me, onHelp }: Props) {
  const { frame, formats } = messages
  const navigate = useNavigate()
  const name = `${me.firstName} ${me.lastName}`.trim() || me.userId
  const loggedOnAt = new Date(me.loggedOnAt)
  return (
    <Menu
      className={css['person']}
      entries={[
        {
          id: 'password',
          label: frame.changePassword,
          detail: `${me.userId} · ${messages.administrators.roles[me.role]}`,
        },
        { id: 'shortcuts', label: frame.keyboard },
      ]}
      onAction={(id) => (id === 'password' ? void navigate(pages.password) : onHelp())}
    >
      <span className={css['name']}>{name}</span>
      <span className={css['since']} title={formats.exact(loggedOnAt)}>
        {frame.loggedOnSince(formats.clock(loggedOnAt))}
      </span>
    </Menu>
  )
}
