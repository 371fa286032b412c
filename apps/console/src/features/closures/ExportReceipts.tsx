import type { ClosureView } from '@curfew/contract'
import { useRef, useState } from 'react'
import { explain } from '../../api/explain.ts'
import { messages } from '../../messages/messages.ts'
import { Button } from '../../ui/Button.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { toast } from '../../ui/Toast.tsx'
import { collectReceipts } from './collect-receipts.ts'
import css from './ExportReceipts.module.css'
import { toCsv, toJson } from './receipt-file.ts'

/** All receipts as a file, made in the browser from their pages; it exists whole or not at all. */
export function ExportReceipts({ closure }: { readonly closure: ClosureView }) {
  const { closures } = messages
  const [collected, setCollected] = useState<number | null>(null)
  const running = useRef<AbortController>(null)

  const make = async (format: 'csv' | 'json') => {
    const { signal } = (running.current = new AbortController())
    setCollected(0)
    try {
      const receipts = await collectReceipts(closure.id, setCollected, signal)
      if (format === 'csv') saveFile(closures.fileName(closure.id, 'csv'), 'text/csv;charset=utf-8', toCsv(receipts))
      else saveFile(closures.fileName(closure.id, 'json'), 'application/json', toJson(closure, receipts))
      toast(closures.exported(receipts.length), 'ok')
    } catch (error) {
      if (signal.aborted) toast(closures.exportCancelled)
      else toast(closures.exportFailed(error instanceof Error ? explain(error, 'read') : ''), 'danger')
    } finally {
      setCollected(null)
    }
  }

  if (collected !== null)
    return (
      <span className={css['running']}>
        <output>{closures.exporting(collected, closure.deliveries.total)}</output>
        <Button onPress={() => running.current?.abort()}>{closures.exportCancel}</Button>
      </span>
    )
  return (
    <Menu
      className={css['menu']}
      entries={[
        { id: 'csv', label: closures.exportCsv },
        { id: 'json', label: closures.exportJson },
      ]}
      onAction={(id) => void make(id === 'csv' ? 'csv' : 'json')}
    >
      {closures.exportMenu}
    </Menu>
  )
}
