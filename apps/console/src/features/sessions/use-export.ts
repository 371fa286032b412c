import { type Filter, printFilters, printSort, type Sort } from '@curfew/contract'
import { useEffect, useRef, useState } from 'react'
import { nowRunning } from '../../api/departure.ts'
import { explain } from '../../api/explain.ts'
import { request, requestStream } from '../../api/request.ts'
import { type ExportProgress, readExport } from './export-file.ts'
import { words } from './words.ts'

type Exporting =
  | { readonly state: 'idle' }
  | { readonly state: 'running'; readonly progress: ExportProgress }
  | { readonly state: 'done'; readonly rows: number }
  | { readonly state: 'failed'; readonly why: string }

/** As the API calls it, for whoever is logged off while it runs. */
const commandName = 'Export sessions'
/** React need not draw every piece that arrives. */
const drawEveryMs = 100
const doublePressMs = 400

/** Export what the search finds. A file is saved only when it is whole. */
export function useExport(search: { readonly filters: readonly Filter[]; readonly sort: Sort }) {
  const [exporting, setExporting] = useState<Exporting>({ state: 'idle' })
  const running = useRef<AbortController | null>(null)
  const startedAtMs = useRef(0)
  /** Around the button that starts and cancels it. */
  const place = useRef<HTMLSpanElement>(null)
  useEffect(() => () => running.current?.abort(), [])

  const start = async () => {
    const cancel = new AbortController()
    running.current?.abort()
    running.current = cancel
    startedAtMs.current = performance.now()
    setExporting({ state: 'running', progress: { rows: 0, expected: null } })
    nowRunning({ name: commandName, effect: 'none' })
    let drawnAt = 0
    const draw = (progress: ExportProgress) => {
      const now = performance.now()
      if (now - drawnAt < drawEveryMs) return
      drawnAt = now
      setExporting({ state: 'running', progress })
    }
    try {
      const query = [...printFilters(search.filters), ['sort', printSort(search.sort)]] as const
      const response = await requestStream('exportSessions', { query, signal: cancel.signal })
      const read = await readExport(response, draw, cancel.signal)
      if (read.outcome === 'complete') save(read.file)
      // Whose session is over learns it here, and leaves with the command that broke off.
      else if (read.code === 'session-closed' || read.code === 'session-expired') await request('me', {})
      if (!cancel.signal.aborted)
        setExporting(
          read.outcome === 'complete'
            ? { state: 'done', rows: read.rows }
            : { state: 'failed', why: read.said ?? words.exporting.brokeOff },
        )
    } catch (error) {
      if (cancel.signal.aborted) return
      setExporting({ state: 'failed', why: explain(error instanceof Error ? error : new Error(String(error)), 'read') })
    } finally {
      if (running.current === cancel) nowRunning(null)
    }
  }
  /** Break it off, or put away what became of it. The second half of a double press breaks off nothing. */
  const stop = () => {
    if (exporting.state === 'running' && performance.now() - startedAtMs.current < doublePressMs) return
    running.current?.abort()
    nowRunning(null)
    setExporting({ state: 'idle' })
    place.current?.querySelector('button')?.focus()
  }
  return { exporting, start: () => void start(), stop, place }
}

function save(file: Blob) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = `sessions-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}Z.csv`
  link.click()
  URL.revokeObjectURL(link.href)
}
