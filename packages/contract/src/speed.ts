import * as z from 'zod/mini'
import { instant } from './instant.ts'
import { sessionKinds } from './words.ts'

/** How far back it is looked. */
export const speedWindows = ['hour', 'day', 'week', 'month'] as const
export type SpeedWindow = (typeof speedWindows)[number]

/** From OK, exactly; null: nothing has come to that yet. */
const figures = z.object({
  count: z.number(),
  p50Ms: z.nullable(z.number()),
  p95Ms: z.nullable(z.number()),
  maxMs: z.nullable(z.number()),
  /** Within the target, and after it. */
  met: z.number(),
  late: z.number(),
  /** Not yet proved. */
  open: z.number(),
})
export type SpeedFigures = z.infer<typeof figures>
const row = { total: z.number(), acknowledged: figures, verified: figures }

/** How fast closures were told and proved. */
export const speedView = z.object({
  window: z.enum(speedWindows),
  from: instant,
  to: instant,
  targetSeconds: z.number(),
  ...row,
  /** There were more in that time: only the latest were counted. */
  isCut: z.boolean(),
  /** By kind and source, those with the most first. */
  rows: z.array(z.object({ kind: z.enum(sessionKinds), source: z.string(), ...row })),
})
export type SpeedView = z.infer<typeof speedView>

/** Within so many seconds of OK it should be proved (NIST SP 800-53 AC-17(9)). */
export const speedTarget = z.strictObject({ targetSeconds: z.int().check(z.minimum(1), z.maximum(86_400)) })
export type SpeedTarget = z.infer<typeof speedTarget>
