import { Banner } from '../../ui/Banner.tsx'
import { Button } from '../../ui/Button.tsx'
import { Progress } from '../../ui/Progress.tsx'
import css from './Exporting.module.css'
import type { useExport } from './use-export.ts'
import { words } from './words.ts'

/** *Export*, and how far it is while it runs. */
export function Exporting({ exporting, start, stop }: ReturnType<typeof useExport>) {
  const text = words.exporting
  if (exporting.state !== 'running') return <Button onPress={start}>{text.start}</Button>

  const { rows, expected } = exporting.progress
  const inWords = text.progress(rows, expected)
  return (
    <span className={css['running']}>
      <span className={css['numbers']}>
        {inWords}
        <Progress
          label={text.label}
          valueText={inWords}
          parts={[{ tone: 'accent', value: rows }]}
          total={Math.max(expected ?? 0, rows)}
        />
      </span>
      <Button onPress={stop}>{text.cancel}</Button>
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
