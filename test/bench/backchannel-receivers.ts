import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

// Relying parties in a process of their own: one that answers at once, one that takes ten seconds. Says its two ports.
const slowMs = 10_000

const listen = (afterMs: number) =>
  new Promise<number>((resolve) => {
    const server = createServer((request, response) => {
      request.resume().on('end', () => {
        if (afterMs === 0) response.end()
        else setTimeout(() => response.end(), afterMs).unref()
      })
    })
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })

process.send?.([await listen(0), await listen(slowMs)])
process.once('disconnect', () => process.exit())
