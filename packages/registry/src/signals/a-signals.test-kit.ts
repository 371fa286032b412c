import { aRegistry } from '../a-registry.test-kit.ts'
import { registerSessions } from '../begin.ts'
import { aNewSession, anActor, aSignalReceiver } from '../cast/index.ts'
import type { RegistryPorts, TellOutcome } from '../ports.ts'
import { compareText } from '../search.ts'
import type { NewSession } from '../session.ts'
import type { SignalPorts, Signals } from './ports.ts'
import type { SignalNotice, SignalReceiver } from './signal-receiver.ts'
import type { SignalReading } from './signal-transmitter.ts'

export const audit = { id: 'audit', at: new Date(0), actor: null, act: 'made', target: '', detail: {} }

/** Ports over a memory store whose SETs can be read with the eye, and whose receivers answer as the test says. */
export function aSignalHouse(answer: (notice: SignalNotice) => TellOutcome = () => ({ to: 'acknowledged' })) {
  const registry = aRegistry()
  const pushed: { readonly to: string; readonly notice: SignalNotice }[] = []
  const readings = new Map<string, SignalReading>()
  const signals: Signals = {
    issuer: 'https://curfew.example',
    speaker: {
      ofLogoff: async (receiver, { delivery }) => `${receiver.id} logoff ${delivery.sessionId}`,
      ofNotice: async (receiver, { event }) => `${receiver.id} ${event.kind}`,
    },
    read: async (token) =>
      readings.get(token) ?? { err: 'invalid_request', description: 'It is none.', transmitter: null },
    push: async (receiver, notice) => {
      pushed.push({ to: receiver.id, notice })
      return answer(notice)
    },
    arrival: async () => registry.time.advance(5_000),
  }
  const ports: RegistryPorts & SignalPorts = { ...registry.ports, signals }
  return {
    ...registry,
    ports,
    pushed,
    readings,
    /** A receiver as the store has it. */
    receiver: async (over: Parameters<typeof aSignalReceiver>[0] = {}): Promise<SignalReceiver> => {
      const receiver = aSignalReceiver(over)
      await registry.store.createSignalReceiver(receiver, audit)
      return receiver
    },
    poller: async (over: Parameters<typeof aSignalReceiver>[0] = {}): Promise<SignalReceiver> => {
      const receiver = aSignalReceiver(over)
      const stream = receiver.stream && { ...receiver.stream, delivery: { method: 'poll' } as const }
      await registry.store.createSignalReceiver({ ...receiver, stream }, audit)
      return { ...receiver, stream }
    },
    asNow: async ({ id }: Pick<SignalReceiver, 'id'>): Promise<SignalReceiver> => {
      const receiver = await registry.store.signalReceiverById(id)
      if (!receiver) throw new Error('There is no such receiver')
      return receiver
    },
    open: async (...sessions: readonly Partial<NewSession>[]): Promise<readonly string[]> => {
      const loggedOnAt = registry.time.clock()
      const registered = await registerSessions(
        ports,
        sessions.map((session) => aNewSession({ loggedOnAt, ...session })),
      )
      return registered.flatMap(({ sessionId }) => sessionId ?? [])
    },
    signalsOf: async (sessionId: string) =>
      (await registry.store.deliveriesOfSession(sessionId))
        .filter(({ channel }) => channel === 'shared-signals')
        .sort((one, other) => compareText(one.recipientName, other.recipientName)),
  }
}

export { anActor }
