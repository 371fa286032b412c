import { type DeliveryCounts, deliveryStatuses, type ProblemCode, sessionKinds } from '@curfew/contract'
import { allListed, type RecipientQueue, readSpeed, sourceOfRecipient } from '@curfew/registry'
import type { ApiPorts } from './ports.ts'
import { family, labels, type Sample } from './prometheus.ts'

type Answered = {
  readonly method: string
  readonly route: string
  readonly status: number
  readonly code: ProblemCode | null
}

/** What this process has answered since it began. */
export interface RequestMetrics {
  count(answered: Answered): void
  countClosure(): void
  /** All of it as Prometheus text, with what the store knows. */
  print(ports: ApiPorts): Promise<string>
}

/** Deliveries are counted over so many of the latest closures; older ones change no more. */
const closuresCounted = 100

export function createRequestMetrics(): RequestMetrics {
  const requests = new Map<string, { readonly labelled: string; count: number }>()
  const refusals = new Map<string, number>()
  let closures = 0

  return {
    count({ method: asked, route, status, code }) {
      const method = knownMethod(asked)
      const key = `${status} ${method} ${route}`
      const known = requests.get(key)
      if (known) known.count += 1
      // To print its labels takes longer than all else that is done to count a request.
      else requests.set(key, { labelled: labels({ method, route, status: String(status) }), count: 1 })
      if (route === '/api/logon' && (code === 'wrong-credentials' || code === 'too-many-attempts')) {
        const refusal = labels({ code })
        refusals.set(refusal, (refusals.get(refusal) ?? 0) + 1)
      }
    },
    countClosure() {
      closures += 1
    },
    async print(ports) {
      const [{ byKind }, deliveries] = await Promise.all([
        ports.store.summarize({ scope: allListed, filters: [], now: ports.clock() }),
        countDeliveries(ports),
      ])
      const sessions = sessionKinds.map((kind): Sample => {
        const count = byKind.find((one) => one.kind === kind)?.count ?? 0
        return [labels({ kind }), count]
      })
      return [
        family('curfew_sessions', 'gauge', 'Listed sessions that are not closed, by kind.', sessions),
        family('curfew_closures_total', 'counter', 'Closures ordered since this process began.', [['', closures]]),
        family(
          'curfew_deliveries',
          'gauge',
          `Deliveries of the latest ${closuresCounted} closures, by status.`,
          deliveryStatuses.map((status) => [labels({ status }), deliveries[status]]),
        ),
        family('curfew_streams_held', 'gauge', 'Event streams that browsers hold open here.', [
          ['', ports.streams.held],
        ]),
        family('curfew_http_requests_total', 'counter', 'Requests answered, by route and status.', counted(requests)),
        family('curfew_logon_refusals_total', 'counter', 'Logons refused, by problem code.', [...refusals]),
        ...(await speedFamilies(ports)),
        ...(await queueFamilies(ports)),
        ...accountingFamilies(ports),
        ports.metrics?.ofTheProcess?.() ?? '',
      ].join('')
    },
  }
}

const counted = (requests: ReadonlyMap<string, { readonly labelled: string; readonly count: number }>) =>
  Array.from(requests.values(), ({ labelled, count }): Sample => [labelled, count])

const dayMs = 86_400_000

/** How fast the closures of the last day were, in seconds from OK; exact, of the latest at most. */
async function speedFamilies(ports: ApiPorts): Promise<string[]> {
  const { targetSeconds, rows } = await readSpeed(ports, new Date(ports.clock().getTime() - dayMs))
  const steps = rows.flatMap(({ kind, source, acknowledged, verified }) => [
    { of: { step: 'acknowledged', kind, source }, figures: acknowledged },
    { of: { step: 'verified', kind, source }, figures: verified },
  ])
  const seconds = steps.flatMap(({ of, figures }) =>
    (
      [
        ['0.5', figures.p50Ms],
        ['0.95', figures.p95Ms],
        ['1', figures.maxMs],
      ] as const
    ).flatMap(([quantile, ms]): Sample[] => (ms === null ? [] : [[labels({ ...of, quantile }), ms / 1000]])),
  )
  const counts = steps.flatMap(({ of, figures }) =>
    (['met', 'late', 'open'] as const).map((target): Sample => [labels({ ...of, target }), figures[target]]),
  )
  return [
    family('curfew_closing_target_seconds', 'gauge', 'Within so many seconds of OK it should be proved.', [
      ['', targetSeconds],
    ]),
    family(
      'curfew_closing_seconds',
      'gauge',
      'From OK until that step, over the last day; quantile 1 is the longest.',
      seconds,
    ),
    family(
      'curfew_closing_deliveries',
      'gauge',
      'Deliveries of the last day that met the target, were late, or are open.',
      counts,
    ),
  ]
}

/** Recipients over a network, by source: what waits, what was given up, and what does not answer. */
async function queueFamilies({ store }: Pick<ApiPorts, 'store'>): Promise<string[]> {
  const [queues, sources] = await Promise.all([store.recipientQueues(), store.sources()])
  const names = new Map(sources.map(({ id, name }) => [id, name]))
  const bySource = Map.groupBy(queues, ({ recipient }) => {
    const { sourceId } = sourceOfRecipient(recipient)
    return names.get(sourceId) ?? sourceId
  })
  const samples = (count: (queue: RecipientQueue) => number) =>
    Array.from(
      bySource,
      ([source, some]): Sample => [labels({ source }), some.reduce((sum, one) => sum + count(one), 0)],
    )
  return [
    family(
      'curfew_recipients_waiting',
      'gauge',
      'Logoffs that wait to be told, by source.',
      samples(({ waiting }) => waiting),
    ),
    family(
      'curfew_recipients_given_up',
      'gauge',
      'Logoffs that are not tried any more, by source.',
      samples(({ givenUp }) => givenUp),
    ),
    family(
      'curfew_recipients_silent',
      'gauge',
      'Recipients that do not answer, by source.',
      samples(({ probeAt }) => (probeAt === null ? 0 : 1)),
    ),
  ]
}

/** What NASes send; nothing where this process does not listen. */
function accountingFamilies({ accounting }: Pick<ApiPorts, 'accounting'>): string[] {
  const heard = accounting.read()
  if (!heard) return []
  const { received, answered, duplicates, refused } = heard
  return [
    family('curfew_radius_packets_total', 'counter', 'Packets of RADIUS accounting, by what became of them.', [
      [labels({ outcome: 'received' }), received],
      [labels({ outcome: 'answered' }), answered],
      [labels({ outcome: 'duplicate' }), duplicates],
    ]),
    family(
      'curfew_radius_refused_total',
      'counter',
      'Packets of RADIUS accounting that got no answer, by reason.',
      Object.entries(refused).map(([reason, count]): Sample => [labels({ reason }), count]),
    ),
  ]
}

async function countDeliveries({ store }: Pick<ApiPorts, 'store'>): Promise<DeliveryCounts> {
  const { items } = await store.closures(closuresCounted, null)
  const counts = await store.countDeliveries(items.map(({ id }) => id))
  const sum = { total: 0, pending: 0, sent: 0, acknowledged: 0, verified: 0, refused: 0, unreachable: 0 }
  for (const one of counts.values()) {
    sum.total += one.total
    for (const status of deliveryStatuses) sum[status] += one[status]
  }
  return sum
}

/** Methods are as many as somebody cares to invent; the metrics must not be. */
function knownMethod(method: string): string {
  return /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/.test(method) ? method : 'other'
}
