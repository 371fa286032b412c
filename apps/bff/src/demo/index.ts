import type { ApiPorts } from '@curfew/api'
import type { LogoffChannel, RegistryPorts } from '@curfew/registry'
import { type Log, noteFault } from '../log.ts'
import { simulateAdministrators } from './administrators.ts'
import { simulateRecipients } from './recipients.ts'
import { simulateUsers, type Users } from './users.ts'

/** Made-up people who come, work, go, and react when they are logged off. Loaded only by `--demo`. */
export type Demo = {
  readonly firstAdministrator: { readonly userId: string; readonly password: string }
  readonly welcome: readonly string[]
  /** Recipients that no real system stands behind. */
  readonly channels: readonly LogoffChannel[]
  /** Fill the registry. To be called before the house begins its work; resolves when it is done. */
  fill(ports: RegistryPorts): Promise<void>
  /** Let everyone live: users come, work and go, administrators log on in simulated browsers. */
  begin(ports: RegistryPorts & Pick<ApiPorts, 'store' | 'hasher'>): void
  stop(): Promise<void>
}

export type DemoOptions = {
  readonly sessions: number
  readonly address: string
  readonly log: Log
  /** The environment names the first administrator; then there is no made-up one to log on as. */
  readonly hasAdministrator: boolean
}

const firstAdministrator = { userId: 'demo', password: 'made-up-sessions' }

export function createDemo({ sessions, address, log, hasAdministrator }: DemoOptions): Demo {
  const ended = new AbortController()
  const recipients = simulateRecipients(Math.random)
  const simulations: Promise<void>[] = []
  let users: Users | undefined
  return {
    firstAdministrator,
    welcome: [
      `This is a demo with ${sessions} made-up sessions, in a data directory of its own.`,
      ...(hasAdministrator
        ? []
        : [`Log on as "${firstAdministrator.userId}" with the password "${firstAdministrator.password}".`]),
    ],
    channels: recipients.channels,
    async fill(ports) {
      users = await simulateUsers(ports, sessions, Math.random)
    },
    begin(ports) {
      const run = (work: string, simulation: Promise<void> | undefined) => {
        const failed = (error: unknown) => (ended.signal.aborted ? undefined : noteFault(log, work)(error))
        if (simulation !== undefined) simulations.push(simulation.catch(failed))
      }
      run('demo: users', users?.live(ended.signal))
      run('demo: recipients', recipients.follow(ports, ended.signal))
      run('demo: administrators', simulateAdministrators(ports, { address, sessions, signal: ended.signal }))
    },
    async stop() {
      ended.abort()
      await Promise.all(simulations)
    },
  }
}
