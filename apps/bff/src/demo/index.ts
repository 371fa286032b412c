import type { ApiPorts } from '@curfew/api'
import type { LogoffChannel, RegistryPorts } from '@curfew/registry'
import { type Log, noteFault } from '../log.ts'
import { simulateAdministrators } from './administrators.ts'
import { simulateRecipients } from './recipients.ts'
import { simulateUsers } from './users.ts'

/** Made-up people who come, work, go, and react when they are logged off. Loaded only by `--demo`. */
export type Demo = {
  readonly firstAdministrator: { readonly userId: string; readonly password: string }
  readonly welcome: readonly string[]
  /** Recipients that no real system stands behind. */
  readonly channels: readonly LogoffChannel[]
  /** Resolves when the registry is filled; administrators in simulated browsers log on after that. */
  begin(ports: RegistryPorts & Pick<ApiPorts, 'store' | 'hasher'>): Promise<void>
  stop(): Promise<void>
}

export type DemoOptions = { readonly sessions: number; readonly address: string; readonly log: Log }

const firstAdministrator = { userId: 'demo', password: 'made-up-sessions' }

export function createDemo({ sessions, address, log }: DemoOptions): Demo {
  const ended = new AbortController()
  const recipients = simulateRecipients(Math.random)
  const simulations: Promise<void>[] = []
  return {
    firstAdministrator,
    welcome: [
      `This is a demo with ${sessions} made-up sessions, in a data directory of its own.`,
      `Log on as "${firstAdministrator.userId}" with the password "${firstAdministrator.password}".`,
    ],
    channels: recipients.channels,
    async begin(ports) {
      const run = (work: string, simulate: () => Promise<void>) =>
        simulations.push(
          simulate().catch((error: unknown) => (ended.signal.aborted ? undefined : noteFault(log, work)(error))),
        )
      const users = await simulateUsers(ports, sessions, Math.random)
      run('demo: users', () => users.live(ended.signal))
      run('demo: recipients', () => recipients.follow(ports, ended.signal))
      run('demo: administrators', () => simulateAdministrators(ports, { address, sessions, signal: ended.signal }))
    },
    async stop() {
      ended.abort()
      await Promise.all(simulations)
    },
  }
}
