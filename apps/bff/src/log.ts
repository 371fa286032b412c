import type { LogLine } from '@curfew/api'
import { type DestinationStream, destination, pino, stdTimeFunctions } from 'pino'
import type { Config } from './configuration/config.ts'

/** What the process itself has to say, beside what the routes say. No field may hold a credential, a body or a query. */
export type ProcessLine =
  | { readonly event: 'started'; readonly address: string; readonly version: string; readonly demo: boolean }
  | { readonly event: 'stopping'; readonly signal: string; readonly heldStreams: number }
  | { readonly event: 'stopped'; readonly durationMs: number }
  | {
      readonly event: 'radius-refused'
      readonly address: string
      readonly reason: string
      readonly detail: string
      /** Since the last such line. */
      readonly count: number
    }
  | { readonly event: 'closures-resumed'; readonly count: number }
  /** A variable that begins with `CURFEW_` and is no setting; never its value. */
  | { readonly event: 'unknown-setting'; readonly name: string }
  | { readonly event: 'background-fault'; readonly work: string; readonly name: string; readonly message: string }

/** Takes lines and never throws. */
export type Log = (line: LogLine | ProcessLine) => void

/**
 * The log as JSON lines, on stderr: stdout is for what a person at the terminal must read once, such as the setup link.
 * Redaction is by construction: a line has the fields of its type, written out here one by one, and no others.
 */
export function createLog(level: Config['logLevel'], to: DestinationStream = destination({ fd: 2, sync: true })): Log {
  const logger = pino(
    { level, base: null, timestamp: stdTimeFunctions.isoTime, formatters: { level: (level) => ({ level }) } },
    to,
  )
  return (line) => logger[levelOf(line)](fieldsOf(line))
}

function levelOf(line: LogLine | ProcessLine): 'info' | 'warn' | 'error' {
  if (line.event === 'fault' || line.event === 'background-fault') return 'error'
  if (line.event === 'radius-refused' || line.event === 'unknown-setting') return 'warn'
  if (line.event === 'request' && line.status >= 500) return 'warn'
  return 'info'
}

function fieldsOf(line: LogLine | ProcessLine) {
  const { event } = line
  switch (event) {
    case 'request': {
      const { requestId, method, route, status, code, clientAddress, sessionId } = line
      const durationMs = Math.round(line.durationMs * 10) / 10
      return { event, requestId, method, route, status, code, durationMs, clientAddress, sessionId }
    }
    case 'fault': {
      const { requestId, name, message, stack } = line
      return { event, requestId, name, message, stack }
    }
    case 'background-fault': {
      const { work, name, message } = line
      return { event, work, name, message }
    }
    case 'radius-refused': {
      const { address, reason, detail, count } = line
      return { event, address, reason, detail, count }
    }
    case 'started': {
      const { address, version, demo } = line
      return { event, address, version, demo }
    }
    case 'stopping': {
      const { signal, heldStreams } = line
      return { event, signal, heldStreams }
    }
    case 'stopped':
      return { event, durationMs: line.durationMs }
    case 'closures-resumed':
      return { event, count: line.count }
    case 'unknown-setting':
      return { event, name: line.name }
  }
}

/** For work that nobody waits for: its failure is a line of the log, and the process goes on. */
export function noteFault(log: Log, work: string): (error: unknown) => void {
  return (error) => {
    const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) }
    log({ event: 'background-fault', work, name, message })
  }
}
