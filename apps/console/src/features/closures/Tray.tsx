import { useRef } from 'react'
import { useClosingTray } from '../../frame/closing-tray.tsx'
import { messages } from '../../messages/later-messages.ts'
import css from './Tray.module.css'
import { TrayEntry } from './TrayEntry.tsx'

/** At the edge of every page: how the closures go on that were ordered in this tab. */
export function Tray() {
  const { closureIds, dismiss } = useClosingTray()
  const tray = useRef<HTMLElement>(null)
  /** What was pressed goes with its closure: the next one has the focus. After the last the frame gives it to the page. */
  const dismissAndStay = (id: string) => {
    const place = closureIds.indexOf(id)
    dismiss(id)
    requestAnimationFrame(() => {
      if (document.activeElement !== document.body) return
      const buttons = tray.current?.querySelectorAll<HTMLElement>('[data-dismiss]')
      buttons?.[Math.min(place, buttons.length - 1)]?.focus({ preventScroll: true })
    })
  }
  if (closureIds.length === 0) return null
  return (
    <aside ref={tray} aria-label={messages.closures.tray} className={css['tray']}>
      {closureIds.map((id) => (
        <TrayEntry key={id} closureId={id} onDismiss={() => dismissAndStay(id)} />
      ))}
    </aside>
  )
}
