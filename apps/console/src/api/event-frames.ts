/** One block of an event stream. A block without data says from where to resume, when to come back, or just that the server lives. */
export type Frame = {
  readonly event: string
  readonly data: string | null
  readonly id: string | null
  readonly retryMs: number | null
}

/**
 * The blocks of an event stream, as they arrive; comments (the heartbeat) come as blocks without anything in them.
 *
 * Read by hand and not by `EventSource`, which hides the heartbeat, the status of the answer and the id to resume from: the
 * page could not tell a quiet stream from a dead one.
 *
 * @see WHATWG HTML, 9.2.6 "Interpreting an event stream"
 */
export async function* readFrames(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Frame> {
  // Not `for await`: not every browser can walk through a stream.
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const blocks = (text + read.value).split(blockEnd)
      text = blocks.pop() ?? ''
      for (const block of blocks) yield parseBlock(block)
    }
  } finally {
    // Whoever stops reading lets go of the connection.
    await reader.cancel().catch(() => {})
  }
}

const blockEnd = /\r\n\r\n|\n\n|\r\r/

function parseBlock(block: string): Frame {
  const data: string[] = []
  const frame = { event: 'message', id: null as string | null, retryMs: null as number | null }
  for (const line of block.split(/\r\n|\n|\r/)) {
    const colon = line.indexOf(':')
    const [field, value] = colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')]
    if (field === 'event') frame.event = value
    else if (field === 'data') data.push(value)
    else if (field === 'id' && !value.includes('\0')) frame.id = value
    else if (field === 'retry' && /^\d+$/.test(value)) frame.retryMs = Number(value)
  }
  return { ...frame, data: data.length === 0 ? null : data.join('\n') }
}
