import { type Ending, sessionKinds } from '@curfew/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { acceptSession } from './accept.ts'
import { registerSessions } from './begin.ts'
import { aNewSession, anActor } from './cast/index.ts'
import type { Selection } from './closing.ts'
import { deliverDue } from './deliver.ts'
import { endOwnSession } from './end.ts'
import { executePlan, resumeClosures } from './execute.ts'
import { type Believed, isIn, type Model, Real } from './life-cycle.test-kit.ts'
import { expectAgreement, proof } from './life-cycle-agreement.test-kit.ts'
import { defaultLimits } from './limits.ts'
import { allListed } from './listing.ts'
import { createPlan } from './plan.ts'
import type { TellOutcome } from './ports.ts'
import { receiptFor, reportEnded } from './receipts.ts'
import { retry } from './retry.ts'
import { ownSource } from './session.ts'
import { sweepExpired } from './sweep.ts'

type Step = fc.AsyncCommand<Model, Real>
const unaborted = new AbortController().signal
const scope = allListed

function step(name: string, run: (model: Model, real: Real) => Promise<void>): Step {
  return {
    check: () => true,
    async run(model, real) {
      await run(model, real)
      await expectAgreement(model, real)
    },
    toString: () => name,
  }
}

const pick = <Item>(items: readonly Item[], place: number): Item | undefined => items[place % Math.max(1, items.length)]
const openOnes = ({ sessions, nowMs }: Model) => Array.from(sessions.values()).filter((session) => isIn(session, nowMs))
const end = (session: Believed, ending: Ending, closureId: string | null = null) =>
  Object.assign(session, { ending, closureId })

const register = fc
  .record({ kind: fc.constantFrom(...sessionKinds), superAdminCredentials: fc.boolean(), isBegun: fc.boolean() })
  .map(({ kind, superAdminCredentials, isBegun }) =>
    step(`register(${kind})`, async (model, real) => {
      const isOwn = kind === 'security-console' || kind === 'api'
      const status = isBegun ? 'abandoned-in-progress' : 'active'
      const session = aNewSession({
        kind,
        status,
        superAdminCredentials,
        loggedOnAt: real.time.clock(),
        ...defaultLimits(status),
        ...(isOwn ? { sourceId: ownSource.id, source: ownSource.name } : {}),
      })
      const credentialHash = `hash of ${session.id}`
      await registerSessions(real.ports, [{ ...session, credentialHash }])
      model.sessions.set(session.id, {
        id: session.id,
        kind,
        isOwn,
        credentialHash,
        isListed: kind !== 'authentication-agent' && (kind !== 'operations-console' || superAdminCredentials),
        loggedOnMs: model.nowMs,
        lastActivityMs: model.nowMs,
        idleMs: isBegun ? 180_000 : 1_800_000,
        absoluteMs: isBegun ? 480_000 : 28_800_000,
        ending: null,
        closureId: null,
      })
    }),
  )

const touch = fc.nat().map((place) =>
  step('touch', async (model, real) => {
    const session = pick(Array.from(model.sessions.values()), place)
    if (!session) return

    const { outcome } = await acceptSession(real.ports, session.credentialHash)

    expect(outcome === 'accepted').toBe(isIn(session, model.nowMs))
    if (outcome === 'accepted') session.lastActivityMs = model.nowMs
  }),
)

const advance = fc
  .oneof(fc.constantFrom(1, 1_000, 170_000, 180_000, 600_000, 1_795_000, 1_800_000), fc.nat(4_000_000))
  .map((ms) =>
    step(`advance(${ms})`, async (model, real) => {
      await real.advance(ms)
      model.nowMs += ms
    }),
  )

const plan = fc
  .record({ places: fc.array(fc.nat(), { maxLength: 4 }), isMatching: fc.boolean(), own: fc.option(fc.nat()) })
  .map(({ places, isMatching, own }) =>
    step(isMatching ? 'plan(matching)' : 'plan(ids)', async (model, real) => {
      const all = Array.from(model.sessions.values())
      const picked = new Set(places.flatMap((place) => pick(all, place)?.id ?? []))
      const mine =
        own === null
          ? undefined
          : pick(
              all.filter(({ isOwn }) => isOwn),
              own,
            )
      const actor = anActor(mine ? { sessionId: mine.id } : {})
      const selection: Selection = isMatching
        ? { filters: [], except: [...picked] }
        : { sessionIds: [...picked, 'nonsense'] }
      const hit = openOnes(model).filter(({ id, isListed }) => isListed && picked.has(id) !== isMatching)

      const { plan } = await createPlan(real.ports, selection, actor, scope)

      expect(plan.count).toBe(hit.length)
      expect(plan.includesOwnSession).toBe(hit.some(({ id }) => id === actor.sessionId))
      const sessionIds = hit.map(({ id }) => id)
      model.plans.push({ planId: plan.id, actor, expiresMs: plan.expiresAt.getTime(), sessionIds, closureId: null })
    }),
  )

/** Every plan is executed by its own actor; now and then the process is gone before it is carried out. */
const execute = fc.tuple(fc.nat(), fc.boolean()).map(([place, crashes]) =>
  step(crashes ? 'execute, crash, restart' : 'execute', async (model, real) => {
    const plan = pick(model.plans, place)
    if (!plan) return
    const order = { planId: plan.planId, reason: 'Model', messageToUser: null }
    if (plan.closureId === null && plan.expiresMs <= model.nowMs) {
      const late = executePlan(real.ports, order, plan.actor, unaborted)
      await expect(late).rejects.toMatchObject({ code: 'plan-expired' })
      return
    }
    if (crashes) {
      real.break()
      await executePlan(real.ports, order, plan.actor, unaborted).catch(() => {})
      await crash(model, real)
    }

    const closure = await executePlan(real.ports, order, plan.actor, unaborted)

    expect(closure.state).toBe('done')
    expect(closure.planned).toBe(plan.sessionIds.length)
    expect(plan.closureId ?? closure.id).toBe(closure.id)
    const hit = plan.sessionIds.flatMap((id) => model.sessions.get(id) ?? [])
    for (const session of hit) if (session.ending === null) end(session, 'closure', closure.id)
    expect(closure.closed).toBe(hit.filter(({ closureId }) => closureId === closure.id).length)
    plan.closureId = closure.id
  }),
)

async function crash(model: Model, real: Real) {
  real.restart()
  for (const session of openOnes(model)) {
    const kept = (await real.ports.store.sessionById(session.id))?.lastActivityAt.getTime() ?? 0
    if (kept !== session.lastActivityMs) expect(model.nowMs - session.lastActivityMs).toBeLessThan(1_000)
    session.lastActivityMs = kept
  }
  await resumeClosures(real.ports)
}

const restart = fc.constant(step('restart', crash))

const logOff = fc.nat().map((place) =>
  step('log off', async (model, real) => {
    const session = pick(
      openOnes(model).filter(({ isOwn }) => isOwn),
      place,
    )
    const known = session && (await real.ports.store.sessionById(session.id))
    if (!session || !known) return
    await endOwnSession(real.ports, known)
    end(session, 'logoff')
  }),
)

const sweep = fc.constant(
  step('sweep', async (model, real) => {
    const expired = Array.from(model.sessions.values()).filter(
      (session) => session.ending === null && !isIn(session, model.nowMs),
    )

    expect(await sweepExpired(real.ports)).toBe(expired.length)

    for (const session of expired) {
      const isIdle = session.lastActivityMs + session.idleMs < session.loggedOnMs + session.absoluteMs
      const silent = session.kind === 'radius' ? 'source-silent' : 'idle-limit'
      end(session, isIdle ? silent : 'absolute-limit')
    }
  }),
)

const outcomes: readonly TellOutcome[] = [
  { to: 'sent' },
  { to: 'unreachable', cause: 'No answer.' },
  { to: 'unreachable', cause: 'No way to it.', isFinal: true },
  { to: 'refused', cause: 'Busy.', isTransient: true },
  { to: 'refused', cause: 'Forbidden.' },
]
const deliver = fc.constantFrom(...outcomes).map((outcome) =>
  step(`deliver: ${outcome.to}`, async (_, real) => {
    real.outcome = outcome
    await deliverDue(real.ports)
    const room = { atOnce: {}, underWay: new Map<string, number>() }
    expect(await real.ports.store.dueDeliveries(real.time.clock(), 10, room)).toEqual([])
  }),
)

/** Only what somebody wants tried again may prove less than before. */
const tryAgain = fc.nat().map((place) =>
  step('retry', async (model, real) => {
    const deliveryId = pick(Array.from(model.proofs.keys()), place)
    if (deliveryId === undefined) return
    const before = model.proofs.get(deliveryId) ?? 0
    const isUntold = before !== proof.sent && before < proof.acknowledged

    const retried = await retry(real.ports, [{ deliveryId }], deliveryId, anActor())

    expect(retried).toBe(isUntold ? 1 : 0)
    if (isUntold) model.proofs.set(deliveryId, 0)
  }),
)

const report = fc.tuple(fc.nat(), fc.constantFrom('told' as const, 'at-logon-page' as const)).map(([place, to]) =>
  step(`report ${to}`, async (model, real) => {
    const deliveryId = pick(Array.from(model.proofs.keys()), place)
    if (deliveryId === undefined) return
    await reportEnded(real.ports, { receipt: await receiptFor(real.ports.store, deliveryId), step: to })
    const proved = to === 'told' ? { acknowledgedAt: expect.any(Date) } : { status: 'verified' }
    expect(await real.ports.store.deliveryById(deliveryId)).toMatchObject(proved)
  }),
)

test('whatever happens to sessions in whatever order, they live and end by the rules', {
  timeout: 60_000,
}, async () => {
  const steps = [
    register,
    register,
    touch,
    touch,
    advance,
    plan,
    execute,
    restart,
    logOff,
    sweep,
    deliver,
    tryAgain,
    report,
  ]
  await fc.assert(
    fc.asyncProperty(fc.commands(steps, { size: '+1', maxCommands: 60 }), async (commands) => {
      await fc.asyncModelRun(() => {
        const real = new Real()
        const nowMs = real.time.clock().getTime()
        return { model: { nowMs, sessions: new Map(), plans: [], proofs: new Map() }, real }
      }, commands)
    }),
    { numRuns: 300 },
  )
})
