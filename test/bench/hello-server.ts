import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

// The least that node:http can do with a POST: read it and answer a few bytes.
const server = createServer((request, response) => {
  request
    .resume()
    .once('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"active":true}'))
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.once('disconnect', () => process.exit())
