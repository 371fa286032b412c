import { Tray } from './features/closures/Tray.tsx'
import { Frame } from './frame/Frame.tsx'

/** Everything inside of the logon: the frame, with the tray of the closures at its edge. */
export function Inside() {
  return <Frame tray={<Tray />} />
}
