import type { IncomingMessage, ServerResponse } from 'node:http'
import { Http2ServerRequest, type Http2ServerResponse, type ServerHttp2Session } from 'node:http2'
import type { Server, Socket } from 'node:net'
import { TLSSocket, Server as TlsServer } from 'node:tls'

/** The connections of one server, so that it can be ended while they are held. */
export interface Connections {
  /** No new ones; those without a request in progress end now, the others with their last answer. Resolves when all are gone. */
  finish(): Promise<void>
  /** Those that are left end now, whatever they are doing. */
  cut(): void
}

/**
 * Follow every connection and request of a server, HTTP/1.1 and HTTP/2 alike: the server that speaks both over TLS cannot say
 * by itself which of its sockets are idle.
 */
export function followConnections(server: Server): Connections {
  const sockets = new Set<Socket>()
  const sessions = new Set<ServerHttp2Session>()
  const requestsOn = new Map<Socket, number>()
  let isFinishing = false

  const endWhenIdle = (socket: Socket) => {
    if (isFinishing && !requestsOn.has(socket) && !carriesHttp2(socket)) socket.end()
  }
  server.on(server instanceof TlsServer ? 'secureConnection' : 'connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => {
      sockets.delete(socket)
      requestsOn.delete(socket)
    })
    endWhenIdle(socket)
  })
  server.on('session', (session: ServerHttp2Session) => {
    sessions.add(session)
    session.once('close', () => sessions.delete(session))
    if (isFinishing) session.close()
  })
  server.on(
    'request',
    (request: IncomingMessage | Http2ServerRequest, response: ServerResponse | Http2ServerResponse) => {
      if (request instanceof Http2ServerRequest) return
      const { socket } = request
      requestsOn.set(socket, (requestsOn.get(socket) ?? 0) + 1)
      if (isFinishing) response.setHeader('Connection', 'close')
      // It comes once, and `once` costs more than what is done here.
      response.on('close', () => {
        const left = (requestsOn.get(socket) ?? 1) - 1
        if (left > 0) requestsOn.set(socket, left)
        else requestsOn.delete(socket)
        endWhenIdle(socket)
      })
    },
  )

  return {
    finish() {
      isFinishing = true
      const gone = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const session of sessions) session.close()
      for (const socket of sockets) endWhenIdle(socket)
      return gone
    },
    cut() {
      for (const session of sessions) session.destroy()
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** Such a connection is ended by its session, when the last of its streams is over. */
const carriesHttp2 = (socket: Socket) => socket instanceof TLSSocket && socket.alpnProtocol === 'h2'
