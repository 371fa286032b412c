import type { NewId } from '@curfew/registry'
import { chanceFrom } from '@curfew/registry/cast'
import { v7 } from 'uuid'

/** UUIDv7 whose times are the clock's and whose random part is the seed's; they ascend even within a millisecond. */
export function idsFrom(seed: number, clock: () => Date): NewId {
  const chance = chanceFrom(seed)
  let made = 0
  return () =>
    v7({
      msecs: clock().getTime(),
      seq: made++,
      random: Uint8Array.from({ length: 16 }, () => Math.floor(chance() * 256)),
    })
}
