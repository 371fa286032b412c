import { cpus, release, totalmem, type } from 'node:os'

/** What the figures were measured on, in one line; without the machine's name. */
export function describeMachine(): string {
  const [cpu] = cpus()
  const memoryGib = Math.round(totalmem() / 2 ** 30)
  return `${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, ${memoryGib} GiB, ${type()} ${release()}, Node ${process.versions.node}`
}

/** `ulimit -n` of this process; unlimited is infinity. */
export function openFilesLimit(): number {
  const report: { userLimits?: { open_files?: { soft?: number | string } } } = JSON.parse(
    JSON.stringify(process.report.getReport()),
  )
  const limit = report.userLimits?.open_files?.soft
  return typeof limit === 'number' ? limit : Number.POSITIVE_INFINITY
}
