import type { SourceKey } from '@curfew/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { explain } from '../../api/explain.ts'
import { GivenUpNotice } from '../../frame/GivenUpNotice.tsx'
import { pages } from '../../frame/pages.ts'
import { aboutQuery } from '../../frame/queries.ts'
import { usePageTitle } from '../../frame/tab.tsx'
import { messages } from '../../messages/later-messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { Plus } from '../../ui/icons.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Table } from '../../ui/Table.tsx'
import { toast } from '../../ui/Toast.tsx'
import { useNow } from '../../ui/use-now.ts'
import { CreateDialog } from './CreateDialog.tsx'
import { KeyDialog } from './KeyDialog.tsx'
import { AccountingOff } from './nas/AccountingNotices.tsx'
import { CreateNasDialog } from './nas/CreateNasDialog.tsx'
import { RefusedPackets } from './nas/RefusedPackets.tsx'
import { sourcesQuery } from './queries.ts'
import { SourceRow } from './SourceRow.tsx'
import css from './SourcesPage.module.css'
import { useWhyNotChange } from './use-why-not-change.ts'

/** The registered systems whose sessions are listed here, and how each of them does. */
export function SourcesPage() {
  const { sources: words, nases, kit } = messages
  usePageTitle(words.title)
  const { data, error, isPending, refetch } = useQuery(sourcesQuery())
  const { data: about } = useQuery(aboutQuery())
  const now = useNow()
  const navigate = useNavigate()
  const whyNot = useWhyNotChange()
  const [creating, setCreating] = useState<'source' | { readonly nasAt: string } | null>(null)
  const [keyed, setKeyed] = useState<SourceKey | null>(null)
  const items = data?.items ?? []
  const silent = items.filter((source) => source.silent).length
  const { columns } = words
  return (
    <>
      <PageHead title={words.title} count={data && words.count(items.length, silent)}>
        <Button onPress={() => setCreating({ nasAt: '' })} disabledBecause={whyNot}>
          <Plus /> {nases.create}
        </Button>
        <Button onPress={() => setCreating('source')} disabledBecause={whyNot}>
          <Plus /> {words.create}
        </Button>
      </PageHead>
      {error && (
        <Banner tone="danger" announce="now" actions={<Button onPress={() => void refetch()}>{kit.tryAgain}</Button>}>
          {explain(error, 'read')}
        </Banner>
      )}
      <GivenUpNotice />
      {isPending && <Skeleton label={words.loading} lines={4} />}
      {data && items.length === 0 && (
        <Banner>
          <p>{words.none}</p>
          <p className={css['hint']}>{words.noneHint}</p>
          {about?.demo === true && <p className={css['hint']}>{words.noneInDemo}</p>}
        </Banner>
      )}
      <div className={css['notice']}>{items.some(({ radius }) => radius !== null) && <AccountingOff />}</div>
      {items.length > 0 && (
        <Table
          label={words.title}
          columns={[
            columns.name,
            columns.kinds,
            columns.told,
            columns.lastSeen,
            columns.sessions,
            columns.guards,
            columns.pending,
          ]}
        >
          {items.map((source) => (
            <SourceRow key={source.id} source={source} now={now} />
          ))}
        </Table>
      )}
      <RefusedPackets now={now} onRegister={(nasAt) => setCreating({ nasAt })} />
      {creating === 'source' && <CreateDialog onClose={() => setCreating(null)} onCreated={setKeyed} />}
      {creating !== null && creating !== 'source' && (
        <CreateNasDialog
          address={creating.nasAt}
          onClose={() => setCreating(null)}
          onCreated={({ id, name }) => {
            toast(nases.created(name), 'ok')
            void navigate(pages.source(id))
          }}
        />
      )}
      {keyed && (
        <KeyDialog
          keyed={keyed}
          overlap={null}
          onClose={() => {
            setKeyed(null)
            void navigate(pages.source(keyed.source.id))
          }}
        />
      )}
    </>
  )
}
