import { type LogoffEvent, logoffEvent } from '@curfew/contract'

/** An event stream as a browser holds it. */
export type HeldStream = {
  /** Everything that has come. */
  readonly text: string
  /** Resolves when the stream is over: with the logoff that it ended with, or null when it was cut. */
  readonly ended: Promise<LogoffEvent | null>
}

/** Open a browser's stream. Resolves when the server has answered. @throws Error when it answers with anything but a stream */
export async function holdStream(url: string, cookie: string): Promise<HeldStream> {
  const response = await fetch(`${url}/api/events`, { headers: { cookie } })
  if (response.status !== 200 || response.body === null)
    throw new Error(`The stream was answered with ${response.status}`)
  const held = { text: '', ended: Promise.resolve<LogoffEvent | null>(null) }
  held.ended = read(response.body, (text) => {
    held.text += text
  }).then(() => logoffIn(held.text))
  return held
}

/** What a told browser answers: at once, and from the logon page. */
export async function report(url: string, { receipt }: LogoffEvent): Promise<void> {
  for (const step of ['told', 'at-logon-page']) {
    const response = await fetch(`${url}/api/session/ended`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ receipt, step }),
    })
    if (response.status !== 204)
      throw new Error(`The report was answered with ${response.status}: ${await response.text()}`)
  }
}

/** A crash in the middle of a stream is an end like any other. */
async function read(body: ReadableStream<Uint8Array>, take: (text: string) => void): Promise<void> {
  const decoder = new TextDecoder()
  try {
    for await (const bytes of body) take(decoder.decode(bytes, { stream: true }))
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
  }
}

function logoffIn(text: string): LogoffEvent | null {
  const data = /^event: logoff\ndata: (.*)$/m.exec(text)?.[1]
  return data === undefined ? null : logoffEvent.parse(JSON.parse(data))
}
