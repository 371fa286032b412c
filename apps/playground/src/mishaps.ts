import type { IncomingMessage, ServerResponse } from 'node:http'

/** What receivers do wrong, and what each is in words. */
export const mishaps = {
  down: 'hangs up',
  '400': 'refuses',
  '302': 'redirects to where no request may go',
  slow: 'answers after ten seconds',
  huge: 'answers without an end',
} as const
export type Mishap = keyof typeof mishaps

export function isMishap(text: string): text is Mishap {
  return Object.hasOwn(mishaps, text)
}

/** Twice what Curfew waits for. */
const slowMs = 10_000

/** Do that wrong with this request, whatever is in it. */
export function misbehave(mishap: Mishap, request: IncomingMessage, response: ServerResponse): void {
  request.resume()
  switch (mishap) {
    case 'down':
      request.socket.destroy()
      return
    case '400':
      response
        .writeHead(400, { 'content-type': 'application/json' })
        .end('{"error":"invalid_request","err":"invalid_request"}')
      return
    case '302':
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end()
      return
    case 'slow': {
      const timer = setTimeout(() => response.end('late'), slowMs)
      response.on('close', () => clearTimeout(timer))
      return
    }
    case 'huge':
      pour(response)
  }
}

/** Until the other side has had enough. */
function pour(response: ServerResponse): void {
  const more = () => {
    while (!response.destroyed && response.write('<b>more</b>'.repeat(5_000)));
  }
  response.writeHead(200)
  response.on('drain', more)
  more()
}
