import type { AdministratorView } from '@curfew/contract'
import { messages } from '../../messages/messages.ts'
import { Dots } from '../../ui/icons.tsx'
import { Menu, type MenuEntry } from '../../ui/Menu.tsx'
import { Pill, Status } from '../../ui/Pill.tsx'
import { Cell } from '../../ui/Table.tsx'
import { Time } from '../../ui/Time.tsx'
import { type Act, acts } from './ActDialog.tsx'
import css from './AdministratorRow.module.css'

type Props = {
  readonly administrator: AdministratorView
  readonly now: Date
  readonly onAct: (act: Act) => void
}

export function AdministratorRow({ administrator, now, onAct }: Props) {
  const { administrators: words, formats } = messages
  const { userId, firstName, lastName, role, disabled, isYou, mustChangePassword, lastLogonAt } = administrator
  const lastLogon = lastLogonAt === null ? null : new Date(lastLogonAt)
  return (
    <tr>
      <Cell label={words.columns.userId} isPlain className={css['id']}>
        {userId}{' '}
        {isYou && (
          <Pill tone="accent" isOutlined>
            {words.you}
          </Pill>
        )}
      </Cell>
      <Cell label={words.columns.name} isPlain>
        {`${firstName} ${lastName}`.trim()}
      </Cell>
      <Cell label={words.columns.role}>{words.roles[role]}</Cell>
      <Cell label={words.columns.state}>
        <span className={css['state']}>
          <Status tone={disabled ? 'warn' : 'ok'}>{disabled ? words.disabled : words.enabled}</Status>
          {mustChangePassword && <Status>{words.mustChange}</Status>}
        </span>
      </Cell>
      <Cell label={words.columns.sessions}>{formats.number(administrator.openSessions)}</Cell>
      <Cell label={words.columns.lastLogon}>
        {lastLogon ? (
          <Time at={lastLogon} short={formats.ago(lastLogon, now)} exact={formats.exact(lastLogon)} />
        ) : (
          <span className={css['dim']}>{words.never}</span>
        )}
      </Cell>
      <Cell label={words.columns.actions}>
        <Menu
          label={words.actionsOf(userId)}
          hasCaret={false}
          className={css['actions']}
          entries={entriesFor(administrator)}
          onAction={(id) => {
            const act = acts.find((known) => known === id)
            if (act) onAct(act)
          }}
        >
          <Dots />
        </Menu>
      </Cell>
    </tr>
  )
}

/** One can lock oneself out in no way from here. */
function entriesFor({ isYou, disabled }: AdministratorView): MenuEntry[] {
  const { administrators: words } = messages
  return [
    { id: 'role', label: words.changeRole },
    { id: 'reset', label: words.reset, disabledBecause: isYou ? words.resetOwn : undefined },
    disabled
      ? { id: 'enable', label: words.enable }
      : { id: 'disable', label: words.disable, isDanger: true, disabledBecause: isYou ? words.disableOwn : undefined },
  ]
}
