import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

/** One file of the console's build, in every encoding that the build made of it. */
export type ConsoleFile = {
  readonly type: string
  readonly etag: string
  readonly plain: Uint8Array<ArrayBuffer>
  readonly packed: { readonly br?: Uint8Array<ArrayBuffer>; readonly gzip?: Uint8Array<ArrayBuffer> }
}

/** The build by path, `/assets/index-1a2b.js`. What is not in it does not exist: no request ever becomes a path on disk. */
export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
}

/**
 * Read a build into memory; it is a few hundred kilobytes.
 *
 * @throws when the directory cannot be read
 */
export async function readConsoleFiles(directory: string): Promise<ConsoleFiles> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
  const bytes = new Map(
    await Promise.all(names.map(async (name) => [name, await read(join(directory, name))] as const)),
  )
  const files = new Map<string, ConsoleFile>()
  for (const [name, plain] of bytes) {
    const type = types[extname(name)]
    if (type === undefined) continue
    const [br, gzip] = [bytes.get(`${name}.br`), bytes.get(`${name}.gz`)]
    const etag = `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`
    files.set(`/${name.split(sep).join('/')}`, {
      type,
      etag,
      plain,
      packed: { ...(br === undefined ? {} : { br }), ...(gzip === undefined ? {} : { gzip }) },
    })
  }
  return files
}

const read = async (file: string) => new Uint8Array(await readFile(file))
