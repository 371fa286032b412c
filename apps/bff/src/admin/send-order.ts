import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { controlSocketPath } from './control-socket.ts'
import { type Order, type OrderAnswer, orderAnswer } from './order.ts'

/**
 * Hand an order to the server that runs on this data directory.
 *
 * @returns null when none runs there
 * @throws Error the server failed at it; what it says about the outcome is in the message
 */
export async function sendOrder(dataDirectory: string, order: Order): Promise<OrderAnswer | null> {
  const body = JSON.stringify(order)
  const sent = request({
    socketPath: controlSocketPath(dataDirectory),
    method: 'POST',
    path: '/orders',
    // The host is of no consequence on a socket of our own, and HTTP demands one.
    headers: { Host: 'localhost', 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) },
  })
  sent.end(body)
  try {
    const [response] = await once(sent, 'response')
    const answer = await text(response)
    if (response.statusCode === 200) return orderAnswer.parse(JSON.parse(answer))
    throw new Error(
      `The running Curfew answered ${response.statusCode}. Its log says why; nothing is known of the outcome.`,
    )
  } catch (error) {
    if (isNobodyThere(error)) return null
    throw error
  }
}

/** No socket, or one that a crashed server has left behind. */
const isNobodyThere = (error: unknown) =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ECONNREFUSED')
