import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

const idBytes = 16
const pool = Buffer.alloc(256 * idBytes)
let used = pool.length
let msecs = 0
let seq = 0

/**
 * UUIDv7, each greater than the one before it. Random bytes are fetched for many of them together, because every request and
 * every session takes one.
 *
 * @see RFC 9562 §6.2, method 1: the counter begins anew, at random, with every millisecond
 */
export function newId(): string {
  const random = nextBytes()
  const now = Date.now()
  if (now > msecs) {
    msecs = now
    // The highest bit is left for counting on.
    seq = random.readUInt32BE(0) >>> 1
  } else seq += 1
  return v7({ random, msecs, seq })
}

function nextBytes(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += idBytes
  return pool.subarray(used - idBytes, used)
}
