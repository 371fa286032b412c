import { Outlet } from 'react-router'
import { Toasts } from '../ui/Toast.tsx'
import { ClosingTrayProvider } from './closing-tray.tsx'

/** What stands around every page of somebody who is logged on. */
export function Frame() {
  return (
    <ClosingTrayProvider>
      <main>
        <Outlet />
      </main>
      <Toasts />
    </ClosingTrayProvider>
  )
}
