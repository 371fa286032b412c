import type { Farewell } from '@curfew/contract'
import { farewellOf, readFarewell } from './farewell.ts'
import { asOf, idleDeadlineMs, isOpen } from './limits.ts'
import type { RegistryPorts } from './ports.ts'
import { takeSteps } from './receipts.ts'
import type { Session } from './session.ts'

/** Whether whoever shows a credential is let in. `closed` and `expired` say how the session ended. */
export type Judgement =
  | { readonly outcome: 'accepted'; readonly session: Session }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'closed' | 'expired'; readonly session: Session; readonly farewell: Farewell }

/**
 * Judge a credential and note nothing: for what a browser does by itself, as holding a stream.
 *
 * A session is refused from the instant its end is committed, and one beyond its limits although no sweep has run.
 *
 * @param credentialHash as `hashCredential` makes it
 */
export async function recognizeSession(
  ports: Pick<RegistryPorts, 'store' | 'clock'>,
  credentialHash: string,
): Promise<Judgement> {
  const session = await ports.store.sessionByCredential(credentialHash)
  return session ? judge(ports, session) : { outcome: 'unknown' }
}

/** The judgement on a session that was found. */
export async function judge(
  ports: Pick<RegistryPorts, 'store' | 'clock'>,
  found: Session,
): Promise<Exclude<Judgement, { outcome: 'unknown' }>> {
  const session = asOf(found, ports.clock())
  if (isOpen(session)) return { outcome: 'accepted', session }
  // One that no sweep has ended yet has no closure to be read.
  const farewell = isOpen(found) ? farewellOf(session, undefined) : await readFarewell(ports, session)
  const isExpiry = session.ending === 'idle-limit' || session.ending === 'absolute-limit'
  return { outcome: isExpiry ? 'expired' : 'closed', session, farewell }
}

/**
 * Judge a credential that a request was made with. An accepted one keeps its session from going idle; a refused one proves
 * that its session is over, and the deliveries to its holder become *verified*.
 *
 * @param options.isActivity false when the request is not the user's own doing, as a page that refreshes itself
 */
export async function acceptSession(
  ports: Pick<RegistryPorts, 'store' | 'clock' | 'noteActivity' | 'changes'>,
  credentialHash: string,
  { isActivity = true }: { readonly isActivity?: boolean } = {},
): Promise<Judgement> {
  const judgement = await recognizeSession(ports, credentialHash)
  if (judgement.outcome === 'closed' || judgement.outcome === 'expired') await noteRefused(ports, judgement.session)
  if (judgement.outcome === 'accepted' && isActivity) await noteActivity(ports, judgement.session)
  return judgement
}

/** Noted activity is written within a second or two; so close to the end of the idle time it must not be late. */
const writeThroughMs = 10_000

async function noteActivity(
  { store, clock, noteActivity }: Pick<RegistryPorts, 'store' | 'clock' | 'noteActivity'>,
  session: Session,
): Promise<void> {
  const at = clock()
  const mayBeLate = idleDeadlineMs(session) - at.getTime() > writeThroughMs
  // A store that can be read and not written still lets people in: what cannot be written now is tried again.
  const isWritten = !mayBeLate && (await store.recordActivity([{ sessionId: session.id, at }]).then(yes, no))
  if (!isWritten) noteActivity(session.id, at)
}

const yes = () => true
const no = () => false

async function noteRefused(ports: Pick<RegistryPorts, 'store' | 'clock' | 'changes'>, { id }: Session): Promise<void> {
  try {
    const deliveries = await ports.store.deliveriesOfSession(id)
    const unproved = deliveries.filter(({ recipient, verifiedAt }) => recipient === id && verifiedAt === null)
    const at = ports.clock()
    await takeSteps(
      ports,
      unproved.map((delivery) => ({ deliveryId: delivery.id, to: 'verified', at })),
    )
  } catch {
    // The refusal stands whether or not its proof can be written; the next refused request proves it again.
  }
}
