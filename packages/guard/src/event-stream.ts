/** One event of a stream, as `text/event-stream` frames it. */
export type StreamEvent = { readonly id: string; readonly event: string; readonly data: string }

/** More than this without a line end is not an event stream. */
const maxLineLength = 1_000_000

/**
 * Read events from a response body until it ends.
 *
 * @param heard called for every chunk, comments included: the other side lives
 * @throws what the body's reader throws; Error when the stream is not one
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export async function* readEvents(body: ReadableStream<Uint8Array>, heard: () => void): AsyncGenerator<StreamEvent> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  let event = { id: '', event: 'message', data: [] as string[] }
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      heard()
      const lines = (rest + decoder.decode(value, { stream: true })).split(/\r\n|\n|\r(?!$)/)
      rest = lines.pop() ?? ''
      if (rest.length > maxLineLength) throw new Error('The feed is not an event stream: a line does not end.')
      for (const line of lines) {
        if (line === '') {
          if (event.data.length > 0) yield { id: event.id, event: event.event, data: event.data.join('\n') }
          event = { id: event.id, event: 'message', data: [] }
        } else takeField(event, line)
      }
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}

function takeField(event: { id: string; event: string; data: string[] }, line: string) {
  const colon = line.indexOf(':')
  const field = colon < 0 ? line : line.slice(0, colon)
  const value = colon < 0 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1))
  if (field === 'data') event.data.push(value)
  else if (field === 'event') event.event = value
  else if (field === 'id') event.id = value
}
