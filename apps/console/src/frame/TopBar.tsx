import type { Me } from '@curfew/contract'
import { Link, useLocation } from 'react-router'
import { messages } from '../messages/messages.ts'
import { Button } from '../ui/Button.tsx'
import { classes } from '../ui/classes.ts'
import { HalfDisc } from '../ui/icons.tsx'
import { Menu } from '../ui/Menu.tsx'
import { setTheme, themes, useTheme } from '../ui/theme.ts'
import { Mark } from './Mark.tsx'
import { PersonMenu } from './PersonMenu.tsx'
import { pages } from './pages.ts'
import css from './TopBar.module.css'
import { useLogOff } from './use-log-off.ts'

type Props = { readonly me: Me; readonly onHelp: () => void }

/** The bar over every page: where one can go, who one is, and the way out. */
export function TopBar({ me, onHelp }: Props) {
  const { frame } = messages
  const { pathname } = useLocation()
  const isHere = (page: string) => pathname === page || pathname.startsWith(`${page}/`)
  const logOff = useLogOff()
  return (
    <header className={css['bar']}>
      <Link to="/" className={css['home']}>
        <Mark />
      </Link>
      <nav aria-label={frame.mainNavigation} className={css['nav']}>
        <Menu
          className={classes(
            css['item'],
            [pages.sessions, pages.closures, pages.holds, pages.speed].some(isHere) && css['current'],
          )}
          entries={[
            {
              id: 'sessions',
              label: frame.activeUserSessions,
              href: pages.sessions,
              isCurrent: isHere(pages.sessions),
            },
            { id: 'closures', label: frame.closures, href: pages.closures, isCurrent: isHere(pages.closures) },
            { id: 'holds', label: frame.holds, href: pages.holds, isCurrent: isHere(pages.holds) },
            { id: 'speed', label: frame.speed, href: pages.speed, isCurrent: isHere(pages.speed) },
          ]}
        >
          {frame.access}
        </Menu>
        <PageLink to={pages.sources} isHere={isHere(pages.sources)}>
          {frame.sources}
        </PageLink>
        <PageLink to={pages.webhooks} isHere={isHere(pages.webhooks)}>
          {frame.webhooks}
        </PageLink>
        <PageLink to={pages.signals} isHere={isHere(pages.signals)}>
          {frame.signals}
        </PageLink>
        {me.role === 'super-admin' && (
          <PageLink to={pages.administrators} isHere={isHere(pages.administrators)}>
            {frame.administrators}
          </PageLink>
        )}
      </nav>
      <div className={css['end']}>
        <PersonMenu me={me} onHelp={onHelp} />
        <ThemeMenu />
        <Button look="quiet" isPending={logOff.isPending} onPress={() => logOff.mutate()}>
          {logOff.isPending ? frame.loggingOff : frame.logOff}
        </Button>
      </div>
    </header>
  )
}

type PageLinkProps = { readonly to: string; readonly isHere: boolean; readonly children: string }

function PageLink({ to, isHere, children }: PageLinkProps) {
  return (
    <Link
      to={to}
      className={classes(css['item'], css['link'], isHere && css['current'])}
      {...(isHere ? { 'aria-current': 'page' as const } : {})}
    >
      {children}
    </Link>
  )
}

function ThemeMenu() {
  const { frame } = messages
  const current = useTheme()
  return (
    <Menu
      label={frame.theme}
      hasCaret={false}
      entries={themes.map((theme) => ({ id: theme, label: frame.themes[theme], isCurrent: theme === current }))}
      onAction={(id) => setTheme(themes.find((theme) => theme === id) ?? 'system')}
    >
      <HalfDisc />
    </Menu>
  )
}
