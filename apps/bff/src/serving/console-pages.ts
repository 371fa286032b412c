import { Hono } from 'hono'
import type { ConsoleFile, ConsoleFiles } from './console-files.ts'

/**
 * The console: its files, and its one page for every address that is not a file. A missing file below `/assets/` is a 404 and
 * never that page: a browser with an older page would take the HTML for a script.
 *
 * @param headers go with every answer: the policies of a page
 */
export function consolePages(files: ConsoleFiles, headers: Readonly<Record<string, string>>): Hono {
  const page = files.get('/index.html')
  return new Hono().on(['GET', 'HEAD'], '*', (c) => {
    const { path } = c.req
    for (const [name, value] of Object.entries(headers)) c.header(name, value)
    const file = files.get(path) ?? (path.startsWith('/assets/') ? undefined : page)
    if (file === undefined) {
      c.header('Cache-Control', 'no-store')
      return c.text('There is no such file. Load the page again.\n', 404)
    }

    c.header('Cache-Control', path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
    c.header('ETag', file.etag)
    c.header('Vary', 'Accept-Encoding')
    if (isKnown(c.req.header('If-None-Match'), file.etag)) return c.body(null, 304)
    const { encoding, bytes } = chooseEncoding(file, c.req.header('Accept-Encoding') ?? '')
    c.header('Content-Type', file.type)
    c.header('Content-Length', String(bytes.byteLength))
    if (encoding !== null) c.header('Content-Encoding', encoding)
    return c.req.method === 'HEAD' ? c.body(null) : c.body(bytes)
  })
}

/** A tag is the same in every encoding: it is weak by nature, and compared as such. */
const isKnown = (ifNoneMatch: string | undefined, etag: string) =>
  (ifNoneMatch ?? '').split(',').some((tag) => tag.trim() === etag)

/** The smallest form that the browser takes. @see RFC 9110 §12.5.3 */
function chooseEncoding({ plain, packed }: ConsoleFile, accepted: string) {
  const takes = new Set(
    accepted
      .split(',')
      .map((word) =>
        word
          .trim()
          .toLowerCase()
          .split(/\s*;\s*/),
      )
      .filter(([, weight]) => weight === undefined || !/^q=0(\.0*)?$/.test(weight))
      .map(([coding]) => coding),
  )
  if (packed.br !== undefined && takes.has('br')) return { encoding: 'br', bytes: packed.br }
  if (packed.gzip !== undefined && takes.has('gzip')) return { encoding: 'gzip', bytes: packed.gzip }
  return { encoding: null, bytes: plain }
}
