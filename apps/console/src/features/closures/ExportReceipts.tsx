import type { ClosureView } from '@curfew/contract'
import { useRef, useState } from 'react'
import { nowRunning } from '../../api/departure.ts'
import { explain } from '../../api/explain.ts'
import { request, requestStream } from '../../api/request.ts'
import { messages } from '../../messages/later-messages.ts'
import { Button } from '../../ui/Button.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { toast } from '../../ui/Toast.tsx'
import { readDownload } from './download.ts'
import css from './ExportReceipts.module.css'

/** As the API calls it, for whoever is logged off while it runs. */
const commandName = 'Export receipts'

/** All receipts as a file, streamed by the server; it exists whole or not at all. */
export function ExportReceipts({ closure }: { readonly closure: ClosureView }) {
  const { closures } = messages
  const [collected, setCollected] = useState<number | null>(null)
  const running = useRef<AbortController>(null)

  const make = async (format: 'csv' | 'json') => {
    const { signal } = (running.current = new AbortController())
    setCollected(0)
    nowRunning({ name: commandName, effect: 'none' })
    try {
      const asked = { path: { id: closure.id }, query: [['format', format]] as const, signal }
      const response = await requestStream('exportReceipts', asked)
      const most = closure.deliveries.total
      const read = await readDownload(response, (lines) => setCollected(Math.min(lines, most)), signal)
      if (read.outcome === 'broken') {
        // Whose session is over learns it here, and leaves with the command that broke off.
        if (read.code === 'session-closed' || read.code === 'session-expired') await request('me', {})
        toast(closures.exportFailed(read.said ?? closures.exportBrokeOff), 'danger')
        return
      }
      const name = closures.fileName(closure.id, format)
      // The mark by which spreadsheets know UTF-8.
      if (format === 'csv') saveFile(name, 'text/csv;charset=utf-8', ['\uFEFF', ...read.parts])
      else saveFile(name, 'application/json', read.parts)
      toast(closures.exported(read.count), 'ok')
    } catch (error) {
      if (signal.aborted) toast(closures.exportCancelled)
      else toast(closures.exportFailed(error instanceof Error ? explain(error, 'read') : ''), 'danger')
    } finally {
      nowRunning(null)
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
