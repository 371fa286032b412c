import type { Hono } from 'hono'
import { createProgramPage } from './program.ts'
import { CallRefused, type CurfewAccess, caller, logOn } from './sources.ts'
import { createToldLog } from './told.ts'

const callEveryMs = 2_000

/** An administrator's program on Curfew's own API: it is told by the answer to its next or running call. */
export function createApiProgram(access: CurfewAccess): Hono {
  const told = createToldLog()
  let token: string | undefined
  let timer: ReturnType<typeof setInterval> | undefined

  async function attempt(what: string, path: string) {
    try {
      await caller(access.url, token)('GET', path)
      if (what !== '') told.note(`${what}: answered.`)
    } catch (error) {
      if (!(error instanceof CallRefused) || error.status !== 401)
        return told.note(`${what || path}: it did not answer in full.`)
      told.note(error.message)
      token = undefined
      clearInterval(timer)
    }
  }

  return createProgramPage({
    title: 'API program',
    about:
      'Logs on to Curfew with POST /api/logon and asks every two seconds who it is. Listed as API; told by its next call.',
    told,
    state: () => (token ? `${access.userId} is logged on` : 'nobody is logged on'),
    doings: [
      {
        path: '/logon',
        label: 'Log on',
        async act() {
          token = await logOn(access)
          told.note('Logged on.')
          clearInterval(timer)
          timer = setInterval(() => void attempt('', '/api/me'), callEveryMs)
          timer.unref()
        },
      },
      { path: '/command', label: 'Export all sessions', act: () => attempt('Export sessions', '/api/sessions/export') },
      {
        path: '/logoff',
        label: 'Log off',
        act: () => caller(access.url, token)('POST', '/api/logoff').then(() => void (token = undefined)),
      },
    ],
  })
}
