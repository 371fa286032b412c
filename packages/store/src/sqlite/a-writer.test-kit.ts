import { aRecord } from '../../../registry/src/a-radius-record.test-kit.ts'
import { aNewSession } from '../../../registry/src/cast/index.ts'
import type { Books } from './books.ts'
import { serveWriter } from './serve-writer.ts'

/** A thread that writes and does a little more. */
const acts = (books: Books) => ({
  /** Begin a session with that handle, unless it is known; then say whether it was, or throw all the same. */
  begin(handle: string, fails: boolean): boolean {
    const { sessions } = books.knownToAccounting([{ sourceId: 'nas', handle }], [])
    const session = aNewSession({ kind: 'radius', sourceId: 'nas', handle })
    const step = {
      sessionId: session.id,
      begins: session,
      radius: aRecord(),
      isMoreTold: true,
      shown: null,
      endsAt: null,
    }
    if (sessions.length === 0) books.keepAccounting({ at: session.loggedOnAt, steps: [step], restarts: [] })
    if (fails) throw new Error('It thinks better of it')
    return sessions.length > 0
  },
  nameOf: (sourceId: string) => books.sourceById(sourceId)?.name,
})
export type MoreActs = ReturnType<typeof acts>

serveWriter(acts)
