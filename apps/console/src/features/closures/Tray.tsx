import { useClosingTray } from '../../frame/closing-tray.tsx'
import { messages } from '../../messages/later-messages.ts'
import css from './Tray.module.css'
import { TrayEntry } from './TrayEntry.tsx'

/** At the edge of every page: how the closures go on that were ordered in this tab. */
export function Tray() {
  const { closureIds, dismiss } = useClosingTray()
  if (closureIds.length === 0) return null
  return (
    <aside aria-label={messages.closures.tray} className={css['tray']}>
      {closureIds.map((id) => (
        <TrayEntry key={id} closureId={id} onDismiss={() => dismiss(id)} />
      ))}
    </aside>
  )
}
