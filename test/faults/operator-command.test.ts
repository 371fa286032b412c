import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runAdmin } from '../../apps/bff/src/admin/run.ts'
import { logOnProgram, problemOf, programWith } from '../journeys/program.ts'
import { firstAdministrator, type Product, startProduct } from '../product.ts'
import { colleague, type Seeded, seedSessions } from './seeded-sessions.ts'

let product: Product
let seeded: Seeded
beforeAll(async () => {
  product = await startProduct({
    prepare: async (dataDir) => {
      seeded = await seedSessions(dataDir, 2)
    },
  })
})
afterAll(() => product.remove())

/** `npm run admin -- …` as an operator types it. */
async function admin(words: string, dataDir = product.dataDir) {
  const out: string[] = []
  const err: string[] = []
  const code = await runAdmin(
    words.split(' '),
    { CURFEW_DATA_DIR: dataDir },
    { out: (line) => out.push(line), err: (line) => err.push(line) },
  )
  return { code, out: out.join('\n'), err: err.join('\n') }
}

test('while it runs an administrator is created with a password that is shown once and must be changed', async () => {
  const { code, out } = await admin('create zoe --role operator --first-name Zoe')

  const password = /^Temporary password: (\S+)$/m.exec(out)?.[1] ?? ''
  const logon = await fetch(`${product.url}/api/logon`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ userId: 'zoe', password }),
  })

  expect(code).toBe(0)
  expect(await logon.json()).toMatchObject({ next: 'change-password' })
  expect(product.logs()).not.toContain(password)
})

test('while it runs disabling ends the sessions of that administrator at once', async () => {
  const [browser] = seeded.browsers

  const { code, out } = await admin(`disable ${colleague}`)
  const refused = await fetch(`${product.url}/api/me`, { headers: { cookie: browser?.cookie ?? '' } })

  expect(code).toBe(0)
  expect(out).toContain('2 sessions were ended')
  expect(refused.status).toBe(401)
  expect(await problemOf(refused)).toMatchObject({ code: 'session-closed', farewell: { ending: 'account-disabled' } })
})

test('the list names everyone with role and state', async () => {
  const { code, out } = await admin('list')

  expect(code).toBe(0)
  expect(out).toMatch(new RegExp(`^${firstAdministrator.userId} +super-admin .*enabled`, 'm'))
  expect(out).toMatch(new RegExp(`^${colleague} +operator .*disabled`, 'm'))
})

test.each([
  ['disable nobody', 'There is no administrator "nobody"'],
  [`create ${firstAdministrator.userId} --role auditor`, 'exists'],
  [`set-role ${firstAdministrator.userId} auditor`, 'last super admin'],
  [`disable ${firstAdministrator.userId}`, 'last super admin'],
])('"%s" is refused, says why, and changes nothing', async (words, why) => {
  const before = await admin('list')

  const { code, out, err } = await admin(words)

  expect([code, out]).toEqual([1, ''])
  expect(err).toContain(why)
  expect((await admin('list')).out).toBe(before.out)
})

test('words that are not understood end with 2 and the help', async () => {
  const { code, err } = await admin('remove zoe')

  expect(code).toBe(2)
  expect(err).toContain('npm run admin -- create USER-ID --role ROLE')
})

test('the socket it comes through is for the owner of the data directory alone', async () => {
  const { mode } = await stat(join(product.dataDir, 'control.sock'))

  expect(mode & 0o777).toBe(0o600)
})

test('while nothing runs the same command works on the data directory, and what it did holds at the next start', async () => {
  const program = await logOnProgram(product)
  await product.stop()

  const enabled = await admin(`enable ${colleague}`)
  const created = await admin('create mia --role super-admin')
  const disabled = await admin(`disable ${firstAdministrator.userId}`)
  await product.restart()
  const refused = await programWith(product.url, program.token).ask('/api/me')

  expect([enabled.code, created.code, disabled.code]).toEqual([0, 0, 0])
  expect(refused.status).toBe(401)
  expect((await problemOf(refused)).code).toBe('session-closed')
  expect((await admin('list')).out).toMatch(/^mia +super-admin/m)
})

test('as a command of the shell it prints its answer and ends by itself, whether Curfew runs or not', async () => {
  const shell = async () => {
    const program = join(import.meta.dirname, '../../apps/bff/src/admin.ts')
    const { stdout } = await promisify(execFile)(process.execPath, [program, 'list'], {
      env: { ...process.env, CURFEW_DATA_DIR: product.dataDir },
    })
    return stdout
  }
  const whileUp = await shell()
  await product.stop()

  const whileDown = await shell()
  await product.restart()

  expect(whileUp).toContain('USER ID')
  expect(whileDown).toBe(whileUp)
})

test('after a crash its socket is in the way of neither the command nor the next start', async () => {
  await product.crash()

  const whileDown = await admin('list')
  await product.restart()
  const whileUp = await admin('list')

  expect(whileDown).toMatchObject({ code: 0 })
  expect(whileUp.out).toBe(whileDown.out)
})

test('every act of the command is in the audit, by nobody who is logged on', async () => {
  await product.stop()
  const database = new DatabaseSync(join(product.dataDir, 'curfew.sqlite'), { readOnly: true })

  const text = JSON.stringify(database.prepare('select * from audit').all())
  database.close()

  expect(text).toContain('operator-command')
  expect(text).toContain('administrator-created')
})

test('a data directory that does not exist is not made by the command', async () => {
  const above = await mkdtemp(join(tmpdir(), 'curfew-none-'))

  const { code, err } = await admin('list', join(above, 'data'))

  expect(code).toBe(1)
  expect(err).toContain('CURFEW_DATA_DIR')
  await expect(readFile(join(above, 'data'))).rejects.toThrow('ENOENT')
  await rm(above, { recursive: true })
})
