import { useQuery } from '@tanstack/react-query'
import { type ReactNode, Suspense, useEffect, useState } from 'react'
import { Outlet, useNavigate } from 'react-router'
import { messages } from '../messages/messages.ts'
import { fetchDialogs } from '../ui/Dialog.tsx'
import { Toasts } from '../ui/Toast.tsx'
import { Boundary } from './Boundary.tsx'
import { ClosingTrayProvider } from './closing-tray.tsx'
import { DemoBanner } from './DemoBanner.tsx'
import { FocusKeeper } from './FocusKeeper.tsx'
import css from './Frame.module.css'
import { LinksInside } from './LinksInside.tsx'
import { NewPage } from './NewPage.tsx'
import { Notices } from './Notices.tsx'
import { pages } from './pages.ts'
import { meQuery } from './queries.ts'
import { ShortcutHelp } from './ShortcutHelp.tsx'
import { useShortcut, useShortcutKeys } from './shortcuts.ts'
import { TopBar } from './TopBar.tsx'

type Props = {
  /** What stays at the edge from page to page. */
  readonly tray: ReactNode
}

/** What stands around every page of somebody who is logged on. */
export function Frame({ tray }: Props) {
  const { data: me } = useQuery(meQuery())
  const navigate = useNavigate()
  const [isHelpOpen, setIsHelpOpen] = useState(false)
  useDialogsAhead()
  useShortcutKeys()
  useShortcut('?', () => setIsHelpOpen(true))
  useShortcut('g s', () => void navigate(pages.sessions))
  useShortcut('g c', () => void navigate(pages.closures))
  useShortcut('g h', () => void navigate(pages.holds))
  useShortcut('g r', () => void navigate(pages.sources))
  // The page that has a search field asks for this key itself.
  useShortcut('/', () => void navigate(pages.sessions), true)
  return (
    <LinksInside>
      <ClosingTrayProvider>
        <a href="#page" className={css['skip']}>
          {messages.frame.skip}
        </a>
        <DemoBanner />
        {me && <TopBar me={me} onHelp={() => setIsHelpOpen(true)} />}
        <Notices />
        <main id="page" tabIndex={-1} className={css['page']}>
          <Boundary>
            <Suspense>
              <NewPage />
              <Outlet />
            </Suspense>
          </Boundary>
        </main>
        {tray}
        <Toasts />
        <FocusKeeper />
        <ShortcutHelp isOpen={isHelpOpen} onClose={() => setIsHelpOpen(false)} />
      </ClosingTrayProvider>
    </LinksInside>
  )
}

const quietMs = 2000

/** Once the page stands, fetch what a question is made of: it must open at once, even when the network has gone by then. */
function useDialogsAhead() {
  useEffect(() => {
    const timer = setTimeout(fetchDialogs, quietMs)
    return () => clearTimeout(timer)
  }, [])
}
