import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { Progress } from '../../ui/Progress.tsx'
import css from './Exporting.module.css'
import type { ExportProgress } from './export-file.ts'
import type { useExport } from './use-export.ts'
import { words } from './words.ts'

/** *Export*, which becomes *Cancel* while it runs, and how far it is. */
export function Exporting({ exporting, start, stop, place }: ReturnType<typeof useExport>) {
  const text = words.exporting
  const isRunning = exporting.state === 'running'
  return (
    <span ref={place} className={css['export']}>
      <Button onPress={isRunning ? stop : start}>{isRunning ? text.cancel : text.start}</Button>
      {isRunning && <Numbers {...exporting.progress} />}
    </span>
  )
}

function Numbers({ rows, expected }: ExportProgress) {
  const text = words.exporting
  const inWords = text.progress(rows, expected)
  return (
    <span className={css['numbers']}>
      {inWords}
      <Progress
        label={text.label}
        valueText={inWords}
        parts={[{ tone: 'accent', value: rows }]}
        total={Math.max(expected ?? 0, rows)}
      />
    </span>
  )
}

/** What became of the export. It stays until it is read. */
export function ExportOutcome({ exporting, stop }: Pick<ReturnType<typeof useExport>, 'exporting' | 'stop'>) {
  const text = words.exporting
  if (exporting.state !== 'done' && exporting.state !== 'failed') return null
  const isDone = exporting.state === 'done'
  return (
    <Banner
      tone={isDone ? 'ok' : 'danger'}
      announce={isDone ? 'politely' : 'now'}
      actions={<Button onPress={stop}>{text.dismiss}</Button>}
    >
      {isDone ? text.done(exporting.rows) : text.failed(exporting.why)}
    </Banner>
  )
}
