import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StartError } from './start-error.ts'

export type Contents = 'real' | 'demo'

/**
 * See to it that the data directory exists and holds what it is to be opened as. Made-up data and real data never share one,
 * whatever the directories are called and whoever moves them.
 *
 * @throws StartError it holds the other kind, or cannot be made or read
 */
export async function claimDataDirectory(directory: string, contents: Contents): Promise<void> {
  const marker = join(directory, 'contents.txt')
  const found = await readMarker(directory, marker)
  if (found !== null && found !== contents) throw new StartError(mixed(directory, found))
  if (found === null) await attempt(directory, () => writeFile(marker, `${contents}\n`, { mode: 0o600 }))
}

/** Null: nothing is in it yet. */
async function readMarker(directory: string, marker: string): Promise<Contents | null> {
  await attempt(directory, () => mkdir(directory, { recursive: true, mode: 0o700 }))
  const text = await readFile(marker, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new StartError(`${marker} cannot be read: ${String(error)}`, { cause: error })
  })
  if (text === null) return null
  const word = text.trim()
  if (word === 'real' || word === 'demo') return word
  throw new StartError(
    `${marker} says "${word.slice(0, 40)}", which is neither "real" nor "demo". Was it changed by hand?`,
  )
}

const mixed = (directory: string, found: Contents) =>
  found === 'demo'
    ? `${directory} holds the made-up sessions of a demo. Curfew does not open it as real data: set CURFEW_DATA_DIR to another directory, or start with "npm start -- --demo".`
    : `${directory} holds real data, and a demo does not touch it. Set CURFEW_DATA_DIR to another directory for the demo.`

async function attempt(directory: string, act: () => Promise<unknown>): Promise<void> {
  try {
    await act()
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    throw new StartError(
      `The data directory ${directory} cannot be used: ${cause}. Set CURFEW_DATA_DIR to one that can.`,
      {
        cause: error,
      },
    )
  }
}
