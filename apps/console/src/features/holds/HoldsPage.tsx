import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { explain } from '../../api/explain.ts'
import { keepOut } from '../../frame/keep-out.ts'
import { usePageTitle } from '../../frame/tab.tsx'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { Choice, Choices } from '../../ui/Choices.tsx'
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
      <div className={css['tabs']}>
        <Choices label={holds.tabs}>
          <Choice to="?" isCurrent={!isOver}>
            {holds.inForce(inForce.data?.items.length ?? null)}
          </Choice>
          <Choice to="?show=over" isCurrent={isOver}>
            {holds.over}
          </Choice>
        </Choices>
      </div>
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
