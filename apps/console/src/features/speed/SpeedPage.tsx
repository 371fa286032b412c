import { type SpeedWindow, speedWindows } from '@curfew/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { explain } from '../../api/explain.ts'
import { meQuery } from '../../frame/queries.ts'
import { usePageTitle } from '../../frame/tab.tsx'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { Select } from '../../ui/Select.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { speedQuery } from './queries.ts'
import { SpeedTable } from './SpeedTable.tsx'
import css from './speed.module.css'
import { TargetDialog } from './TargetDialog.tsx'

/** How long it takes from OK until a closure is acknowledged and verified, against the target (`?window=`). */
export function SpeedPage() {
  const { speed, kit } = messages
  usePageTitle(speed.title)
  const [query, setQuery] = useSearchParams()
  const window: SpeedWindow = speedWindows.find((one) => one === query.get('window')) ?? 'day'
  const { data: view, error, isPending, refetch } = useQuery(speedQuery(window))
  return (
    <div className={css['page']}>
      <PageHead title={speed.title}>
        <Select
          label={speed.window}
          className={css['window']}
          value={window}
          onChange={(chosen) => setQuery({ window: chosen }, { replace: true })}
          choices={speedWindows.map((id) => ({ id, label: speed.windows[id] }))}
        />
      </PageHead>
      <p className={css['dim']}>{speed.text}</p>
      {error && (
        <Banner tone="danger" announce="now" actions={<Button onPress={() => void refetch()}>{kit.tryAgain}</Button>}>
          {explain(error, 'read')}
        </Banner>
      )}
      {isPending && <Skeleton label={speed.loading} lines={6} />}
      {view && <Target seconds={view.targetSeconds} />}
      {view && view.total === 0 && (
        <Banner>
          <p>{speed.none(speed.windows[window])}</p>
          <p className={css['dim']}>{speed.noneHint}</p>
        </Banner>
      )}
      {view && view.total > 0 && (
        <>
          {view.isCut && <Banner>{speed.cut}</Banner>}
          <SpeedTable view={view} />
          <p className={css['dim']}>{speed.legend}</p>
        </>
      )}
    </div>
  )
}

function Target({ seconds }: { readonly seconds: number }) {
  const { speed, administrators } = messages
  const { data: me } = useQuery(meQuery())
  const [isOpen, setIsOpen] = useState(false)
  const mayChange = !me || me.role === 'super-admin'
  return (
    <div className={css['target']}>
      <strong>{speed.target(speed.short(seconds * 1000))}</strong>
      <Button
        look="link"
        onPress={() => setIsOpen(true)}
        disabledBecause={mayChange ? undefined : speed.mayNotChange(administrators.roles[me.role])}
      >
        {speed.changeTarget}
      </Button>
      {isOpen && <TargetDialog seconds={seconds} onClose={() => setIsOpen(false)} />}
    </div>
  )
}
