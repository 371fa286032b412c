import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from './configuration/config.ts'
import { type Curfew, startCurfew } from './curfew.ts'
import { createLog } from './log.ts'

export const firstAdministrator = { userId: 'ada', password: 'lantern-Harbour-42-quiet' }

/** Curfew in this process, on a data directory of its own and without a console. */
export type StartedCurfew = Curfew & AsyncDisposable

export async function startHere(
  env: Record<string, string> = {},
  words: readonly string[] = [],
): Promise<StartedCurfew> {
  const above = await mkdtemp(join(tmpdir(), 'curfew-here-'))
  const config = readConfig(
    {
      PORT: '0',
      CURFEW_DATA_DIR: join(above, 'data'),
      CURFEW_ADMIN_USER: firstAdministrator.userId,
      CURFEW_ADMIN_PASSWORD: firstAdministrator.password,
      ...env,
    },
    words,
  )
  const curfew = await startCurfew({ config, log: createLog('silent'), consoleDirectory: null })
  return {
    ...curfew,
    async [Symbol.asyncDispose]() {
      await curfew.stop('test')
      await rm(above, { recursive: true })
    },
  }
}

/** A program that is logged on to it. */
export async function aProgram(address: string, headers: Record<string, string> = {}, who = firstAdministrator) {
  const logon = await post(`${address}/api/logon`, { ...who, kind: 'api' }, headers)
  const { token } = await logon.json()
  const authorization = { Authorization: `Bearer ${token}` }
  return {
    get: async (path: string) => (await fetch(address + path, { headers: authorization })).json(),
    post: async (path: string, body: unknown) => (await post(address + path, body, authorization)).json(),
  }
}

export const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
