import { lazy, Suspense } from 'react'
import { useClosingTray } from './frame/closing-tray.tsx'
import { Frame } from './frame/Frame.tsx'
import { useKeepOut } from './frame/keep-out.ts'

/** Fetched when something is closed: until then there is nothing to see. */
const Tray = lazy(async () => ({ default: (await import('./features/closures/Tray.tsx')).Tray }))
/** Fetched when somebody is kept out. */
const KeepOutDesk = lazy(async () => ({ default: (await import('./features/holds/KeepOutDesk.tsx')).KeepOutDesk }))

/** Everything inside of the logon: the frame, with the tray of the closures at its edge. */
export function Inside() {
  return (
    <Frame
      tray={
        <>
          <TrayWhenNeeded />
          <KeepOutWhenNeeded />
        </>
      }
    />
  )
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

/** Where orders to keep somebody out arrive, from whichever page. */
export function KeepOutWhenNeeded() {
  const order = useKeepOut()
  if (order === null) return null
  return (
    <Suspense>
      <KeepOutDesk key={order.nonce} order={order} />
    </Suspense>
  )
}
