import type { AdministratorView, TemporaryPassword } from '@curfew/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { explain } from '../../api/explain.ts'
import { usePageTitle } from '../../frame/tab.tsx'
import { messages } from '../../messages/messages.ts'
import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { Plus } from '../../ui/icons.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Table } from '../../ui/Table.tsx'
import { useNow } from '../../ui/use-now.ts'
import { type Act, ActDialog } from './ActDialog.tsx'
import { AdministratorRow } from './AdministratorRow.tsx'
import { CreateDialog } from './CreateDialog.tsx'
import { administratorsQuery } from './queries.ts'
import { TemporaryPasswordDialog } from './TemporaryPasswordDialog.tsx'

/** Who administers Curfew, and with which role. */
export function AdministratorsPage() {
  const { administrators: words, kit } = messages
  usePageTitle(words.title)
  const { data, error, isPending, refetch } = useQuery(administratorsQuery())
  const now = useNow()
  const [isCreating, setIsCreating] = useState(false)
  const [chosen, setChosen] = useState<{ act: Act; administrator: AdministratorView } | null>(null)
  const [temporary, setTemporary] = useState<TemporaryPassword | null>(null)
  const { columns } = words
  return (
    <>
      <PageHead title={words.title} count={data && words.count(data.items.length)}>
        {data && (
          <Button onPress={() => setIsCreating(true)}>
            <Plus /> {words.create}
          </Button>
        )}
      </PageHead>
      {error && (
        <Banner tone="danger" announce="now" actions={<Button onPress={() => void refetch()}>{kit.tryAgain}</Button>}>
          {explain(error, 'read')}
        </Banner>
      )}
      {isPending && <Skeleton label={words.loading} lines={4} />}
      {data && (
        <Table
          label={words.title}
          columns={[
            columns.userId,
            columns.name,
            columns.role,
            columns.state,
            columns.sessions,
            columns.lastLogon,
            columns.actions,
          ]}
        >
          {data.items.map((administrator) => (
            <AdministratorRow
              key={administrator.id}
              administrator={administrator}
              now={now}
              onAct={(act) => setChosen({ act, administrator })}
            />
          ))}
        </Table>
      )}
      {isCreating && <CreateDialog onClose={() => setIsCreating(false)} onCreated={setTemporary} />}
      {chosen && <ActDialog {...chosen} onClose={() => setChosen(null)} onTemporaryPassword={setTemporary} />}
      {temporary && <TemporaryPasswordDialog temporary={temporary} onClose={() => setTemporary(null)} />}
    </>
  )
}
