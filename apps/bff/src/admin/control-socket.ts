import { once } from 'node:events'
import { chmod, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { type Order, type OrderAnswer, order } from './order.ts'

/** Where a running server listens for its operator: whoever may read the data directory may use it. */
export const controlSocketPath = (dataDirectory: string) => join(dataDirectory, 'control.sock')

/** Longer paths do not fit into the kernel's `sockaddr_un`. */
const longestSocketPath = 100

export type ControlSocket = { stop(): Promise<void> }

/**
 * Take orders on a Unix socket that only this user can open. Call it once the store is open: then nobody else holds the
 * directory, and a socket that is found there was left behind by a crash.
 *
 * @returns null when the path is too long for a socket; the command then works only while nothing runs
 */
export async function openControlSocket(
  dataDirectory: string,
  carryOut: (order: Order) => Promise<OrderAnswer>,
): Promise<ControlSocket | null> {
  const path = controlSocketPath(dataDirectory)
  if (Buffer.byteLength(path) > longestSocketPath) return null
  await rm(path, { force: true })
  const app = new Hono().post('/orders', bodyLimit({ maxSize: 16 * 1024 }), async (c) =>
    c.json(await carryOut(order.parse(await c.req.json()))),
  )
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false })
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing))
  server.listen({ path, readableAll: false, writableAll: false })
  await once(server, 'listening')
  await chmod(path, 0o600)
  return {
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
