export type SeenEvent = { readonly event: string; readonly data: unknown; readonly id: string | null }

/** Reads an event stream as a browser does. */
export function aReader(response: Response) {
  if (response.status !== 200 || !response.body) throw new Error(`no stream, but ${response.status}`)
  const text = new Response(response.body).text()
  return {
    /** Resolves with all events when the server has ended the stream. */
    toTheEnd: async (): Promise<SeenEvent[]> => parse(await text),
  }
}

function parse(text: string): SeenEvent[] {
  return text.split('\n\n').flatMap((frame) => {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(frame)?.[1]
    const [event, data] = [field('event'), field('data')]
    return event === undefined || data === undefined ? [] : [{ event, data: JSON.parse(data), id: field('id') ?? null }]
  })
}
