import type { SourceView } from '@curfew/contract'
import { useState } from 'react'
import { messages } from '../../messages/later-messages.ts'
import { Button } from '../../ui/Button.tsx'
import { Status } from '../../ui/Pill.tsx'
import { Cell, Table } from '../../ui/Table.tsx'
import { Time } from '../../ui/Time.tsx'
import { KeyDialog } from './KeyDialog.tsx'
import css from './Keys.module.css'
import { RotateDialog, type Rotated } from './RotateDialog.tsx'
import { type KeyStanding, keysOf } from './standing.ts'
import { useWhyNotChange } from './use-why-not-change.ts'

type Props = { readonly source: SourceView; readonly now: Date }

/** A source's keys, by their dates: of the keys themselves only hashes are kept. */
export function Keys({ source, now }: Props) {
  const { sources } = messages
  const { keyColumns: columns } = sources
  const whyNot = useWhyNotChange()
  const [isRotating, setIsRotating] = useState(false)
  const [rotated, setRotated] = useState<Rotated | null>(null)
  return (
    <section aria-labelledby="keys" className={css['keys']}>
      <div className={css['head']}>
        <h2 id="keys" className={css['title']}>
          {sources.keys}
        </h2>
        <Button onPress={() => setIsRotating(true)} disabledBecause={whyNot}>
          {sources.rotate}
        </Button>
      </div>
      <Table label={sources.keys} columns={[columns.key, columns.createdAt, columns.lastUsed, columns.expiresAt]}>
        {keysOf(source, now).map((key) => (
          <KeyRow key={key.id} kept={key} now={now} />
        ))}
      </Table>
      {isRotating && <RotateDialog source={source} onClose={() => setIsRotating(false)} onRotated={setRotated} />}
      {rotated && <KeyDialog {...rotated} onClose={() => setRotated(null)} />}
    </section>
  )
}

function KeyRow({ kept, now }: { readonly kept: KeyStanding; readonly now: Date }) {
  const { sources, formats } = messages
  const { keyColumns: columns } = sources
  const { isNewest, createdAt, lastUsedAt } = kept
  return (
    <tr>
      <Cell label={columns.key} isPlain className={css['which']}>
        {isNewest ? sources.newestKey : sources.earlierKey}
      </Cell>
      <Cell label={columns.createdAt}>
        <Time at={createdAt} short={formats.moment(createdAt, now)} exact={formats.exact(createdAt)} />
      </Cell>
      <Cell label={columns.lastUsed}>
        {lastUsedAt ? (
          <Time at={lastUsedAt} short={formats.ago(lastUsedAt, now)} exact={formats.exact(lastUsedAt)} />
        ) : (
          <span className={css['dim']}>{sources.neverUsed}</span>
        )}
      </Cell>
      <Cell label={columns.expiresAt}>
        <GoodUntil kept={kept} now={now} />
      </Cell>
    </tr>
  )
}

function GoodUntil({ kept: { expiresAt, hasRunOut }, now }: { readonly kept: KeyStanding; readonly now: Date }) {
  const { sources, formats } = messages
  if (expiresAt === null) return <Status>{sources.untilReplaced}</Status>
  const at = formats.moment(expiresAt, now)
  if (hasRunOut) return <Status>{sources.ranOut(at)}</Status>
  return <Status tone="warn">{sources.runsOut(at, formats.ago(expiresAt, now))}</Status>
}
