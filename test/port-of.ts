import type { Server } from 'node:http'

/** The port that a listening server has. @throws Error when it does not listen */
export function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server does not listen')
  return address.port
}
