import type { EndedReport } from '@curfew/contract'
import type { Delivery, DeliveryStep } from './closing.ts'
import { parseBase64Url, printBase64Url } from './credential.ts'
import { readFarewell } from './farewell.ts'
import type { Logoff, RegistryPorts, RegistryStore } from './ports.ts'
import type { Session } from './session.ts'

type SecretHolder = Pick<RegistryStore, 'installationSecret'>

const keys = new WeakMap<SecretHolder, Promise<CryptoKey>>()

/**
 * What a recipient gives back to prove that it heard: the delivery's id, and an HMAC of it under the installation's secret.
 * So none has to be stored, and one that was sent before a restart is good after it.
 */
export async function receiptFor(store: SecretHolder, deliveryId: string): Promise<string> {
  const code = await crypto.subtle.sign('HMAC', await keyOf(store), signedText(deliveryId))
  return `${deliveryId}.${printBase64Url(new Uint8Array(code))}`
}

/**
 * A browser reports that it was told, or that it has arrived at the logon page. A receipt that was never given is passed over
 * in silence, and whoever made it up learns nothing.
 */
export async function reportEnded(
  ports: Pick<RegistryPorts, 'store' | 'clock' | 'changes'>,
  { receipt, step }: EndedReport,
): Promise<void> {
  const deliveryId = await deliveryOf(ports.store, receipt)
  if (deliveryId === null) return
  await takeSteps(ports, [{ deliveryId, to: step === 'told' ? 'acknowledged' : 'verified', at: ports.clock() }])
}

/**
 * What the browser of an ended session is to be told when it comes back for its stream. Empty once it has acknowledged:
 * then it can be told to stop.
 */
export async function logoffsOfSession(
  ports: Pick<RegistryPorts, 'store'>,
  session: Session,
): Promise<readonly Logoff[]> {
  const deliveries = await ports.store.deliveriesOfSession(session.id)
  const unheard = deliveries.filter(
    ({ channel, acknowledgedAt }) => channel === 'event-stream' && acknowledgedAt === null,
  )
  if (unheard.length === 0) return []
  const farewell = await readFarewell(ports, session)
  return Promise.all(
    unheard.map(async (delivery) => ({
      delivery,
      session,
      farewell,
      receipt: await receiptFor(ports.store, delivery.id),
    })),
  )
}

/** These were written to a browser that had come back for them. */
export async function noteSent(
  ports: Pick<RegistryPorts, 'store' | 'clock' | 'changes'>,
  logoffs: readonly Logoff[],
): Promise<void> {
  const at = ports.clock()
  await takeSteps(
    ports,
    logoffs.map(({ delivery }) => ({ deliveryId: delivery.id, to: 'sent', at, isAttempt: true })),
  )
}

/** Store the steps, and tell the pages that show their closures. */
export async function takeSteps(
  ports: Pick<RegistryPorts, 'store' | 'changes'>,
  steps: readonly DeliveryStep[],
): Promise<readonly Delivery[]> {
  if (steps.length === 0) return []
  const advanced = await ports.store.advanceDeliveries(steps)
  announceClosures(ports, advanced)
  return advanced
}

/** Pages that show the closures of these deliveries are told that something changed. */
export function announceClosures({ changes }: Pick<RegistryPorts, 'changes'>, advanced: readonly Delivery[]): void {
  const closureIds = Array.from(new Set(advanced.flatMap(({ closureId }) => closureId ?? [])))
  if (closureIds.length > 0) changes.announce({ closureIds })
}

/** The delivery that a receipt was given for; null when it is none of ours. */
async function deliveryOf(store: SecretHolder, receipt: string): Promise<string | null> {
  const dot = receipt.indexOf('.')
  const deliveryId = receipt.slice(0, Math.max(0, dot))
  const code = dot < 0 ? null : parseBase64Url(receipt.slice(dot + 1))
  if (code === null) return null
  // `verify` compares in a time that does not depend on where they differ.
  const isOurs = await crypto.subtle.verify('HMAC', await keyOf(store), code, signedText(deliveryId))
  return isOurs ? deliveryId : null
}

/** The secret has other uses: what is signed says which one this is. */
function signedText(deliveryId: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`receipt ${deliveryId}`)
}

function keyOf(store: SecretHolder): Promise<CryptoKey> {
  const known = keys.get(store)
  if (known) return known
  const key = importKey(store)
  keys.set(store, key)
  key.catch(() => keys.delete(store))
  return key
}

async function importKey(store: SecretHolder): Promise<CryptoKey> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  return crypto.subtle.importKey('raw', await store.installationSecret(), algorithm, false, ['sign', 'verify'])
}
