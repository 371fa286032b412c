import { messageIn, toTexts } from './message.ts'

/** What the application's page learns when its session is over. Same shape as the `logoff` event's data. */
export type Farewell = {
  readonly receipt: string
  readonly ending: string
  readonly at: string
  readonly byYourself: boolean
  /** In the language of the browser, where the administrator gave it in that. */
  readonly messageToUser: string | null
  /** `administrator`, `user`, `policy` or `system`: whose decision it was, if the session was closed. */
  readonly reasonKind?: string
}

export type ListenOptions = {
  /** Where the application serves the guard's `sessionEvents`. Default `/session-events`. */
  readonly url?: string
  /** Where to go. Default `/logon`. */
  readonly logonPage?: string
  /**
   * A last chance before the page goes, of at most a second: keep what a running command was answered, for instance.
   */
  readonly beforeLeaving?: (farewell: Farewell | null) => Promise<void> | void
  /** How often to ask when the stream is blocked. Default 2,000. */
  readonly pollMs?: number
}

const channelName = 'curfew-logoff'
const keptName = 'curfew-farewell'
const lastChanceMs = 1_000

/**
 * Leave for the logon page when the session is closed. One stream serves all tabs of the browser; when the stream is
 * blocked it asks every `pollMs` instead.
 *
 * @returns a function that stops listening
 */
export function listenForLogoff({
  url = '/session-events',
  logonPage = '/logon',
  beforeLeaving,
  pollMs = 2_000,
}: ListenOptions = {}): () => void {
  const tabs = new BroadcastChannel(channelName)
  const stopped = new AbortController()
  let isOver = false

  const leave = async (farewell: Farewell | null) => {
    if (isOver) return
    isOver = true
    stop()
    await Promise.race([beforeLeaving?.(farewell), new Promise((resolve) => setTimeout(resolve, lastChanceMs))]).catch(
      () => {},
    )
    if (farewell) sessionStorage.setItem(keptName, JSON.stringify(farewell))
    location.replace(logonPage)
  }
  const hear = async (farewell: Farewell | null) => {
    if (farewell) await report(url, farewell.receipt, 'told')
    const others = new BroadcastChannel(channelName)
    others.postMessage(farewell)
    others.close()
    await leave(farewell)
  }
  tabs.addEventListener('message', ({ data }) => void leave(toFarewell(data)))

  /** The tab that holds the lock listens for all; when it goes, the next one takes over. */
  const lead = () =>
    new Promise<void>((resolve) => {
      stopped.signal.addEventListener('abort', () => resolve(), { once: true })
      listen(url, pollMs, stopped.signal, hear)
    })
  if (navigator.locks) navigator.locks.request(channelName, { signal: stopped.signal }, lead).catch(() => {})
  else void lead()

  const recheck = (event: PageTransitionEvent) => {
    // A page that comes back from the browser's memory has missed everything.
    if (event.persisted) void ask(url).then((over) => over && void leave(over.logoff))
  }
  addEventListener('pageshow', recheck)
  function stop() {
    stopped.abort()
    tabs.close()
    removeEventListener('pageshow', recheck)
  }
  return stop
}

/**
 * On the logon page: why the last session ended, if it was closed; tells the application that the browser has arrived.
 */
export function takeFarewell(url = '/session-events'): Farewell | null {
  const kept = sessionStorage.getItem(keptName)
  if (!kept) return null
  sessionStorage.removeItem(keptName)
  const farewell = toFarewell(JSON.parse(kept))
  if (farewell) void report(url, farewell.receipt, 'at-logon-page')
  return farewell
}

function listen(url: string, pollMs: number, signal: AbortSignal, hear: (farewell: Farewell | null) => Promise<void>) {
  const stream = new EventSource(url)
  let timer: ReturnType<typeof setInterval> | undefined
  const poll = () => void ask(url).then((over) => over && hear(over.logoff))
  const startPolling = () => (timer ??= setInterval(poll, pollMs))
  // A proxy that holds the stream back gives neither an opening nor an error: ask until it opens.
  const blocked = setTimeout(startPolling, pollMs)
  stream.addEventListener('open', () => {
    clearTimeout(blocked)
    clearInterval(timer)
    timer = undefined
  })
  stream.addEventListener('error', () => {
    poll()
    startPolling()
  })
  stream.addEventListener('logoff', (event) => void hear(toFarewell(JSON.parse(String(event.data)))))
  signal.addEventListener('abort', () => {
    clearTimeout(blocked)
    clearInterval(timer)
    stream.close()
  })
}

/** Null: the session is open, or nobody can say. */
async function ask(url: string): Promise<{ logoff: Farewell | null } | null> {
  try {
    const response = await fetch(`${url}?poll`, { cache: 'no-store' })
    if (response.status !== 200) return null
    const answer: unknown = await response.json()
    const isClosed = has(answer, 'closed') && answer.closed === true
    return isClosed ? { logoff: has(answer, 'logoff') ? toFarewell(answer.logoff) : null } : null
  } catch {
    return null
  }
}

/** Null for anything that is not a farewell. */
function toFarewell(value: unknown): Farewell | null {
  if (!has(value, 'receipt') || !has(value, 'ending') || !has(value, 'at')) return null
  const message = has(value, 'messageToUser') ? value.messageToUser : null
  return {
    receipt: String(value.receipt),
    ending: String(value.ending),
    at: String(value.at),
    byYourself: has(value, 'byYourself') && value.byYourself === true,
    messageToUser: messageIn(
      {
        messageToUser: typeof message === 'string' ? message : null,
        ...toTexts(has(value, 'messagesToUser') ? value.messagesToUser : null),
      },
      navigator.languages,
    ),
    ...(has(value, 'reasonKind') && typeof value.reasonKind === 'string' ? { reasonKind: value.reasonKind } : {}),
  }
}

function has<Name extends string>(value: unknown, name: Name): value is Record<Name, unknown> {
  return typeof value === 'object' && value !== null && name in value
}

/** Nobody stays because this hangs. */
async function report(url: string, receipt: string, step: 'told' | 'at-logon-page') {
  await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ receipt, step }),
    keepalive: true,
    signal: AbortSignal.timeout(lastChanceMs),
  }).catch(() => {})
}
