import { foreignCursor, type Page, parseBase64Url, printBase64Url, type RegistryStore } from '@curfew/registry'

const ivBytes = 12

/** One whose cursors say nothing. The API takes no other. */
export type SealedStore = RegistryStore & { readonly hidesCursors: true }

/**
 * The store, with cursors that say nothing to those who carry them: where a page ended is the number of a row, and from gaps between
 * such numbers one could tell how many sessions there are that one may not see. They are sealed with a key of the installation,
 * so every node reads what another one gave out, also after a restart.
 *
 * What goes on in a process is known by its store, so all of a process has to be given this one.
 */
export function withSealedCursors<Store extends RegistryStore>(store: Store): Store & SealedStore {
  let key: Promise<CryptoKey> | undefined
  const keyNow = () => {
    key ??= deriveKey(store)
    key.catch(() => (key = undefined))
    return key
  }
  const sealed = async <Read extends Page<unknown>>(reading: Promise<Read>): Promise<Read> => {
    const page = await reading
    return page.nextCursor === null ? page : { ...page, nextCursor: await seal(await keyNow(), page.nextCursor) }
  }
  const opened = async (cursor: string | null) => (cursor === null ? null : open(await keyNow(), cursor))

  const sealing: Pick<SealedStore, Sealing> = {
    hidesCursors: true,
    page: async (request) => sealed(store.page({ ...request, cursor: await opened(request.cursor) })),
    closures: async (limit, cursor) => sealed(store.closures(limit, await opened(cursor))),
    receipts: async (closureId, statuses, limit, cursor) =>
      sealed(store.receipts(closureId, statuses, limit, await opened(cursor))),
    givenUp: async (recipients, limit, cursor) => sealed(store.givenUp(recipients, limit, await opened(cursor))),
    holds: async (limit, cursor) => sealed(store.holds(limit, await opened(cursor))),
    webhookAttempts: async (webhookId, limit, cursor) =>
      sealed(store.webhookAttempts(webhookId, limit, await opened(cursor))),
  }
  // Whatever else it does, it does itself.
  const whole: Store & SealedStore = Object.setPrototypeOf(sealing, store)
  return whole
}

type Sealing = 'hidesCursors' | 'page' | 'closures' | 'receipts' | 'givenUp' | 'holds' | 'webhookAttempts'

async function seal(key: CryptoKey, cursor: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes))
  const hidden = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(cursor))
  return printBase64Url(new Uint8Array([...iv, ...new Uint8Array(hidden)]))
}

async function open(key: CryptoKey, text: string): Promise<string> {
  const bytes = parseBase64Url(text)
  if (!bytes || bytes.length <= ivBytes) throw foreignCursor()
  try {
    const iv = bytes.subarray(0, ivBytes)
    const shown = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, bytes.subarray(ivBytes))
    return new TextDecoder().decode(shown)
  } catch {
    throw foreignCursor()
  }
}

/** The secret has other uses: the key is one of its own. */
async function deriveKey(store: Pick<RegistryStore, 'installationSecret'>): Promise<CryptoKey> {
  const secret = await crypto.subtle.importKey('raw', await store.installationSecret(), 'HKDF', false, ['deriveKey'])
  const purpose = new TextEncoder().encode('cursors of pages')
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: purpose }
  return crypto.subtle.deriveKey(hkdf, secret, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}
