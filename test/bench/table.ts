/** One measured thing: what it was, and its samples in the unit of its table. */
export type Row = { readonly what: string; readonly samples: readonly number[]; readonly goal?: string }
export type Table = {
  readonly title: string
  readonly unit: string
  readonly rows: readonly Row[]
  readonly notes: readonly string[]
}

/** The value below which that part of the samples lies; of an empty list NaN. `part` from 0 to 1. */
export function quantile(samples: readonly number[], part: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN
}
export const median = (samples: readonly number[]) => quantile(samples, 0.5)

/** As Markdown, so that what is printed can be recorded as it is. */
export function printTable({ title, unit, rows, notes }: Table): string {
  const cells = rows.map(({ what, samples, goal }) => [
    what,
    String(samples.length),
    ...[
      median(samples),
      quantile(samples, 0.95),
      quantile(samples, 0.99),
      samples.reduce((least, one) => Math.min(least, one), Infinity),
      samples.reduce((most, one) => Math.max(most, one), -Infinity),
    ].map(figure),
    goal ?? '',
  ])
  const lines = [['', 'runs', 'median', 'p95', 'p99', 'min', 'max', 'goal'], ...cells]
  const widths = lines[0]?.map((_, column) => Math.max(3, ...lines.map((line) => line[column]?.length ?? 0))) ?? []
  const print = (line: readonly string[]) =>
    `| ${line.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`
  const [head = [], ...body] = lines
  return [
    `### ${title} (${unit})`,
    '',
    print(head),
    rule,
    ...body.map(print),
    '',
    ...notes.map((note) => `- ${note}`),
    '',
  ].join('\n')
}

/** Three significant digits, however large or small. */
const figure = (value: number) => (Number.isFinite(value) ? String(Number(value.toPrecision(3))) : 'n/a')
