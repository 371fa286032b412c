/** What reading an export came to. */
export type ExportOutcome =
  | { readonly outcome: 'complete'; readonly file: Blob; readonly rows: number }
  /** It broke off; there is no file. `said` is what its last line says, when it says something. */
  | { readonly outcome: 'broken'; readonly said: string | null; readonly code: string | null }

export type ExportProgress = { readonly rows: number; readonly expected: number | null }

const newline = 0x0a
const quote = 0x22
const hash = 0x23

/**
 * Read an exported CSV to its end. It counts as complete only when its last line says so and names as many rows as came:
 * a file that was cut off between two rows looks whole.
 *
 * @param onProgress after every piece
 * @returns `broken` also when the stream failed; rejects only with the reader's own abort
 */
export async function readExport(
  response: Response,
  onProgress: (progress: ExportProgress) => void,
  signal: AbortSignal,
): Promise<ExportOutcome> {
  const expected = Number(response.headers.get('X-Total-Count') ?? Number.NaN)
  const pieces: Uint8Array<ArrayBuffer>[] = []
  const counter = createLineCounter()
  try {
    for await (const piece of response.body ?? new ReadableStream<Uint8Array<ArrayBuffer>>()) {
      pieces.push(piece)
      counter.read(piece)
      onProgress({ rows: counter.rows(), expected: Number.isNaN(expected) ? null : expected })
    }
  } catch (error) {
    // What came before the break may say why.
    if (signal.aborted) throw error
  }
  const said = counter.lastWords()
  const complete = /^# complete: (\d+) rows$/.exec(said ?? '')
  if (complete && Number(complete[1]) === counter.rows())
    return { outcome: 'complete', file: new Blob(pieces, { type: 'text/csv;charset=utf-8' }), rows: counter.rows() }
  const why = /^# ([a-z-]+): (.+)$/.exec(complete ? '' : (said ?? ''))
  return { outcome: 'broken', code: why?.[1] ?? null, said: why?.[2] ?? null }
}

/** Counts the lines of a CSV as it arrives in pieces. A line break inside quotes ends none (RFC 4180 §2.6). */
function createLineCounter() {
  let isQuoted = false
  let lines = 0
  let startsLine = true
  let isComment = false
  let comment: number[] = []

  return {
    read(piece: Uint8Array) {
      for (const byte of piece) {
        if (startsLine && byte === hash && !isQuoted) {
          isComment = true
          comment = []
        }
        startsLine = false
        if (isComment) comment.push(byte)
        else if (byte === quote) isQuoted = !isQuoted
        if (byte !== newline || isQuoted) continue
        if (!isComment) lines += 1
        isComment = false
        startsLine = true
      }
    },
    /** Without the header and without comments. */
    rows: () => Math.max(0, lines - 1),
    /** The comment at the end, when the text ends with one. */
    lastWords: () =>
      comment.length > 0 && (startsLine || isComment)
        ? new TextDecoder().decode(Uint8Array.from(comment)).trim()
        : null,
  }
}
