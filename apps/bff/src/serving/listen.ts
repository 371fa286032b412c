import { once } from 'node:events'
import type { Server } from 'node:net'
import { StartError } from '../start-error.ts'

/** Pending connections that the kernel keeps for us: after a restart ten thousand streams come back within seconds. */
const backlog = 4096

/**
 * Listen, and say where.
 *
 * @param port 0: any free one
 * @returns the port that is really listened on
 * @throws StartError in a sentence: the port is taken, may not be used, or the address is not of this machine
 */
export async function listen(server: Server, host: string, port: number): Promise<number> {
  server.listen({ host, port, backlog })
  try {
    await once(server, 'listening')
  } catch (error) {
    throw new StartError(sentenceFor(error, host, port), { cause: error })
  }
  const address = server.address()
  return address === null || typeof address === 'string' ? port : address.port
}

function sentenceFor(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${host} is in use, perhaps by another Curfew. Stop what uses it, or set PORT to another one.`
  if (code === 'EACCES')
    return `Port ${port} on ${host} needs more rights than this process has. Set PORT to 1024 or above.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `HOST is ${host}, and this machine has no such address. Set HOST to 127.0.0.1, or to 0.0.0.0 for all of them.`
  return `Curfew cannot listen on ${host}, port ${port}: ${error instanceof Error ? error.message : String(error)}`
}

/** `http://127.0.0.1:8080`, for a browser on this machine when we listen everywhere. */
export function addressOf(host: string, port: number, isTls: boolean): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host
  return `${isTls ? 'https' : 'http'}://${reachable}:${port}`
}
