import type { Page, PageRequest, Session, SessionStore } from '@curfew/registry'

/** So many at a time: few enough that taking them over from another thread blocks nobody. */
const batchSize = 500

/** Page after page by keyset: memory stays flat, and nothing is held open in between. @throws the signal's reason */
export async function* exportPages(
  page: (request: PageRequest) => Promise<Page<Session>>,
  ...[search, signal]: Parameters<SessionStore['exportSessions']>
): AsyncIterable<readonly Session[]> {
  let cursor: string | null = null
  do {
    signal.throwIfAborted()
    const { items, nextCursor }: Page<Session> = await page({ ...search, limit: batchSize, cursor })
    signal.throwIfAborted()
    if (items.length > 0) yield items
    cursor = nextCursor
  } while (cursor !== null)
}
