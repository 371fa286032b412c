/** What a file came to: the whole of it, or nothing. `said` is what its last line says, when it says something. */
export type Download =
  | { readonly outcome: 'whole'; readonly parts: readonly BlobPart[]; readonly count: number }
  | { readonly outcome: 'broken'; readonly code: string | null; readonly said: string | null }

/** More than the longest end of a file that says what it holds, or why it does not. */
const endBytes = 500

/**
 * Read an export of receipts to its end. It is whole only when its end says how many there are: one that was cut off between
 * two of them looks whole.
 *
 * @param onProgress lines so far, after every piece
 * @returns `broken` also when the stream failed; rejects only with the reader's own abort
 */
export async function readDownload(
  response: Response,
  onProgress: (lines: number) => void,
  signal: AbortSignal,
): Promise<Download> {
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let lines = 0
  try {
    for await (const piece of response.body ?? new ReadableStream<Uint8Array<ArrayBuffer>>()) {
      pieces.push(piece)
      lines += piece.reduce((count, byte) => count + (byte === newline ? 1 : 0), 0)
      onProgress(lines)
    }
  } catch (error) {
    // What came before the break may say why.
    if (signal.aborted) throw error
  }
  const end = await new Blob(pieces).slice(-endBytes).text()
  const complete = /(?:\r\n# complete: (\d+) rows\r\n|\n\],\n"complete":(\d+)\}\n)$/.exec(end)
  if (complete) return { outcome: 'whole', parts: pieces, count: Number(complete[1] ?? complete[2]) }
  const why = /# (?!complete)([a-z-]+): ([^\r\n]+)\r?\n?$/.exec(end)
  return { outcome: 'broken', code: why?.[1] ?? null, said: why?.[2] ?? null }
}

const newline = 0x0a
