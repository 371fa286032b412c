import { randomBytes } from 'node:crypto'
import { accountingWrites } from './accounting-writes.ts'
import { administratorWrites } from './administrators.ts'
import { writeAudit } from './audit.ts'
import { type Books, writersBooks } from './books.ts'
import type { Call } from './calls.ts'
import { closureWrites } from './closures.ts'
import type { Connection } from './connection.ts'
import { deliveryWrites } from './deliveries.ts'
import { endingWrites } from './endings.ts'
import { createEventLog, type EventLog } from './event-log.ts'
import { feedWrites } from './feeds.ts'
import { forgettingWrites } from './forgetting.ts'
import { commitNext } from './group-commit.ts'
import { handleWrites } from './handles.ts'
import { holdWrites } from './holds.ts'
import { openDatabase, type WriterOptions } from './open-database.ts'
import { planWrites } from './plans.ts'
import { retryWrites } from './retries.ts'
import { type Acts, perform, type Served } from './serve.ts'
import { clearCommands, sessionWrites } from './session-writes.ts'
import { readSetting, writeSetting } from './settings.ts'
import { signalDeliveryWrites } from './signal-deliveries.ts'
import { signalReceiverWrites } from './signal-receivers.ts'
import { signalTransmitterWrites } from './signal-transmitters.ts'
import { signingKeyWrites } from './signing-keys.ts'
import { sourceWrites } from './sources.ts'
import { speedWrites } from './speed.ts'
import { webhookWrites } from './webhooks.ts'
import { createWords, type Words } from './words.ts'

/** These may take long, so each has a transaction to itself. */
const longActs: ReadonlySet<string> = new Set<keyof WriterActs>([
  'createPlan',
  'endSessions',
  'forgetEnded',
  'giveUpExpired',
  'retryDeliveries',
  'forgetEvents',
  'redirectUntaken',
  'refuseUntaken',
])
/** And so has a batch of more items than this. */
const maxSmallBatch = 100

const secretName = 'installation-secret'

export type WriterActs = ReturnType<typeof writerActs>

/** The one thread that writes. */
export function startWriter(options: WriterOptions, more: (books: Books) => Acts): Served {
  const connection = openDatabase(options)
  const words = createWords(connection)
  clearCommands(connection)
  const events = createEventLog(connection)
  const acts = writerActs(connection, words, events)
  const books = writersBooks(connection, acts)
  const all: Acts = { ...acts, ...more(books) }
  const sourceActs = new Set(Object.keys(sourceWrites(connection)))
  const onUndone = () => {
    words.distrust()
    events.distrust()
    books.distrust()
  }
  const performOne = (call: Call) => {
    if (sourceActs.has(call.name)) books.distrust()
    return perform(all, call)
  }
  return {
    answer: (queue) => commitNext({ connection, perform: performOne, isSmall, onUndone }, queue),
    close() {
      // With nothing left in the log, a copy of the one file is a whole backup, and the next start has nothing to recover.
      connection.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      connection.close()
    },
  }
}

function writerActs(connection: Connection, words: Words, events: EventLog) {
  return {
    ...sessionWrites(connection, words, events),
    ...handleWrites(connection),
    ...endingWrites(connection, events),
    ...planWrites(connection),
    ...closureWrites(connection, events),
    ...deliveryWrites(connection, events),
    ...retryWrites(connection, events),
    ...holdWrites(connection),
    ...speedWrites(connection),
    ...forgettingWrites(connection, words),
    ...feedWrites(connection, events),
    ...accountingWrites({ connection, words, events }),
    ...sourceWrites(connection),
    ...webhookWrites(connection, events),
    ...signingKeyWrites(connection),
    ...signalReceiverWrites(connection),
    ...signalTransmitterWrites(connection),
    ...signalDeliveryWrites(connection),
    ...administratorWrites(connection),
    writeAudit(entries: Parameters<typeof writeAudit>[1]): void {
      writeAudit(connection, entries)
    },
    installationSecret(): Uint8Array<ArrayBuffer> {
      const known = readSetting(connection, secretName)
      const secret = known instanceof Uint8Array ? known : randomBytes(32)
      if (secret !== known) writeSetting(connection, secretName, secret)
      return new Uint8Array(secret)
    },
    /** The transaction around it is what is tried. */
    check(): void {},
  }
}

function isSmall({ name, words: [batch] }: Call): boolean {
  return !longActs.has(name) && !(Array.isArray(batch) && batch.length > maxSmallBatch)
}
