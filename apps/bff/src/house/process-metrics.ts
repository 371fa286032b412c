import { monitorEventLoopDelay } from 'node:perf_hooks'

/**
 * Figures of the process as Prometheus text; the delay is that of the time since they were last asked for.
 * @see https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics
 */
export function processMetrics(version: string): () => string {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  return () => {
    const { rss, heapUsed } = process.memoryUsage()
    const { user, system } = process.cpuUsage()
    const startedAt = Date.now() / 1000 - process.uptime()
    const lines = [
      ['curfew_info', 'gauge', 'The running version.', `{version="${version}",node="${process.versions.node}"} 1`],
      ['process_cpu_seconds_total', 'counter', 'Processor time spent.', ` ${(user + system) / 1e6}`],
      ['process_resident_memory_bytes', 'gauge', 'Memory in use.', ` ${rss}`],
      ['nodejs_heap_size_used_bytes', 'gauge', 'Of it JavaScript heap.', ` ${heapUsed}`],
      ['process_start_time_seconds', 'gauge', 'Start of the process since 1970.', ` ${startedAt.toFixed(3)}`],
      ['nodejs_eventloop_lag_p99_seconds', 'gauge', 'Delay of the event loop.', ` ${delay.percentile(99) / 1e9}`],
      ['nodejs_eventloop_lag_max_seconds', 'gauge', 'Longest delay of the event loop.', ` ${delay.max / 1e9}`],
    ]
    delay.reset()
    return lines
      .map(([name, type, help, value]) => `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${name}${value}\n`)
      .join('')
  }
}
