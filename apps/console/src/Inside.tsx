import { lazy, Suspense } from 'react'
import { useClosingTray } from './frame/closing-tray.tsx'
import { Frame } from './frame/Frame.tsx'

/** Fetched when something is closed: until then there is nothing to see. */
const Tray = lazy(async () => ({ default: (await import('./features/closures/Tray.tsx')).Tray }))

/** Everything inside of the logon: the frame, with the tray of the closures at its edge. */
export function Inside() {
  return <Frame tray={<TrayWhenNeeded />} />
}

function TrayWhenNeeded() {
  const { closureIds } = useClosingTray()
  if (closureIds.length === 0) return null
  return (
    <Suspense>
      <Tray />
    </Suspense>
  )
}
