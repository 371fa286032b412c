import type { ClosureView, PlanRequest } from '@curfew/contract'
import { useCallback, useState } from 'react'
import { useClosingTray } from '../../frame/closing-tray.tsx'
import type { ToClose } from './to-close.ts'

/**
 * The dialog *Close Sessions*: open with what is to be closed, or shut.
 *
 * @param onClosed sessions were closed, and what was selected is dealt with
 */
export function useClosing(onClosed: () => void) {
  const tray = useClosingTray()
  const [toClose, setToClose] = useState<ToClose | null>(null)

  const open = useCallback(
    (selection: PlanRequest, count: number) =>
      setToClose((before) => ({ selection, count, nonce: (before?.nonce ?? Date.now()) + 1 })),
    [],
  )
  return {
    toClose,
    isTrayShown: tray.closureIds.length > 0,
    open,
    /** Nothing was sent. */
    cancel: () => setToClose(null),
    done: (closure: ClosureView) => {
      setToClose(null)
      tray.show(closure.id)
      onClosed()
    },
  }
}
