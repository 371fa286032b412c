import * as z from 'zod/mini'

/** ISO 8601, UTC, with milliseconds. */
export const instant = z.iso.datetime()
