import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import { explain } from '../../api/explain.ts'
import { keepOut } from '../../frame/keep-out.ts'
import { usePageTitle } from '../../frame/tab.tsx'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { classes } from '../../ui/classes.ts'
import { Plus } from '../../ui/icons.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { CameBackSetting } from './CameBackSetting.tsx'
import css from './Holds.module.css'
import { HoldsInForce } from './HoldsInForce.tsx'
import { HoldsOver } from './HoldsOver.tsx'
import { holdsInForceQuery, holdsQuery } from './queries.ts'
import { useWhyNotHold } from './use-why-not-hold.ts'

/** Who is kept out: now, or (`?show=over`) until lately. */
export function HoldsPage() {
  const { holds, kit } = messages
  usePageTitle(holds.title)
  const [query] = useSearchParams()
  const isOver = query.get('show') === 'over'
  const whyNot = useWhyNotHold()
  const inForce = useQuery(holdsInForceQuery())
  const over = useInfiniteQuery({ ...holdsQuery(), enabled: isOver })
  const { error, refetch } = isOver ? over : inForce
  return (
    <>
      <PageHead title={holds.title}>
        <Button onPress={() => keepOut({})} disabledBecause={whyNot}>
          <Plus /> {holds.create}
        </Button>
      </PageHead>
      <nav aria-label={holds.tabs} className={css['tabs']}>
        <Tab to="?" isCurrent={!isOver}>
          {holds.inForce(inForce.data?.items.length ?? null)}
        </Tab>
        <Tab to="?show=over" isCurrent={isOver}>
          {holds.over}
        </Tab>
      </nav>
      {error && (
        <Banner tone="danger" announce="now" actions={<Button onPress={() => void refetch()}>{kit.tryAgain}</Button>}>
          {explain(error, 'read')}
        </Banner>
      )}
      {isOver ? <HoldsOver list={over} /> : <HoldsInForce list={inForce} whyNot={whyNot} />}
      <CameBackSetting />
    </>
  )
}

function Tab({ to, isCurrent, children }: { to: string; isCurrent: boolean; children: string }) {
  return (
    <Link
      to={to}
      replace
      className={classes(css['tab'], isCurrent && css['current'])}
      {...(isCurrent ? { 'aria-current': 'true' as const } : {})}
    >
      {children}
    </Link>
  )
}
